export const sync = {
  clear: (at: string | null) => (at ? `全部已上传 ${at}` : '没有待上传的记录'),
  waiting: (n: number) => `${n} 条待上传`,
  sending: (n: number) => `正在上传 ${n} 条…`,
  photos: (n: number) => `${n} 件附件待传`,
  offline: (n: number) => (n > 0 ? `离线，放心记录（${n} 条存本机）` : '离线，放心记录'),
  attention: (n: number) => `${n} 条要您处理`,
  returned: (n: number) => `${n} 条被退回`,
  openCentre: '，打开上传中心',
} as const

/** Before the first list came from the office. */
export const noList = {
  running: '正在从办公室取名单…',
  wait: '取到后自动显示，先别当作没有要办的事。',
  none: '还没有取到名单',
  remedy: '请连网后同步。取到名单之前，这里空着不等于没有要办的事。',
  now: '立即同步',
} as const
