export const cards = {
  title: '服务对象',
  count: (n: number) => `共 ${n} 人`,
  contact: '联系方式',
  tasks: '要您办的',
  noTasks: '现在没有要您办的事',
  record: '登记帮教、辅导',
  content: '做了什么、谈了什么',
  kind: '哪一种',
  saved: '已存本机',
  why: '按规定，您看到的是联系卡片，不是档案。您的记录会传给办公室。',
  asOf: (day: string) => `${day} 的情况`,
} as const
