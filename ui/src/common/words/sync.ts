export const sync = {
  clear: (at: string | null) => (at ? `全部已上传 ${at}` : '没有待上传的记录'),
  waiting: (n: number) => `${n} 条待上传`,
  sending: (n: number) => `正在上传 ${n} 条…`,
  offline: (n: number) => (n > 0 ? `离线，放心记录（${n} 条存本机）` : '离线，放心记录'),
  attention: (n: number) => `${n} 条要您处理`,
  openCentre: '，打开上传中心',
} as const
