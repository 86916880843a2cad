/** Words of every list: filters, pages, saved views. */
export const lists = {
  village: '村（社区）',
  everyVillage: '所有村（社区）',
  worker: '责任人',
  everyWorker: '所有人',
  from: '从',
  until: '到',
  asOf: '当时所知',
  asOfHint: '空着就是现在',
  asOfShown: (day: string) => `以下是 ${day} 当天结束时已经收到的记录，按当时的放假安排和解读推算`,
  asOfEnd: '回到现在',
  clear: '清除条件',
  pages: '页码',
  pageOf: (page: number) => `第 ${page} 页`,
  previous: '上一页',
  next: '下一页',
  columns: '栏目',
  views: '常用视图',
  saveView: '存为常用',
  viewName: '给这个视图起个名字',
  keep: '保存',
  kept: (name: string) => `已存为“${name}”`,
  drop: (name: string) => `删去常用视图：${name}`,
  dropped: (name: string) => `已删去“${name}”`,
  clauses: '本页依据',
  clause: '依据',
  whyOf: (clause: string, what: string) => `${clause}，为什么是这天：${what}`,
} as const

/** 台账. */
export const registers = {
  titleOf: (name: string) => `${name}台账`,
  tabs: '各项台账',
  overdueOf: (n: number) => `逾期 ${n}`,
  found: (rows: number, persons: number) => `${rows} 条，${persons} 人`,
  statuses: '状态',
  all: '全部',
  name: '姓名',
  status: '状态',
  minor: '未成年人',
  none: '没有符合的记录',
  noneRemedy: '请放宽条件；刚从手机传来的记录，同步后就会列在这里。',
  left: (minutes: number) =>
    minutes < 0 ? `已超 ${spell(-minutes)}` : `还剩 ${spell(minutes)}`,
} as const

function spell(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  return hours === 0 ? `${minutes} 分钟` : `${hours} 小时 ${minutes % 60} 分`
}

/** 到期日历. */
export const deadlines = {
  title: '到期日历',
  monthOf: (year: number, month: number) => `${year}年${month}月`,
  earlier: '上个月',
  later: '下个月',
  thisMonth: '本月',
  weekdays: ['一', '二', '三', '四', '五', '六', '日'],
  monthOnly: (day: string) => `${Number(day.slice(5, 7))}月`,
  dayOnly: '日',
  overdueBefore: (n: number) => `以前逾期 ${n} 项`,
  items: (n: number) => `${n} 项`,
  allOfMonth: '全月',
  itemsOf: (what: string, n: number) => `${what} ${n} 项`,
  by: '排列',
  byDay: '按日期',
  byWorker: '按责任人',
  byVillage: '按村（社区）',
  nothing: '没有到期事项。',
  nobody: '未指派',
  loads: '工作量',
  loadNote: (max: number) => `每名专职工作人员不超过 ${max} 人（R-ORG-4）`,
  persons: '人数',
  over: (n: number) => `超 ${n} 人`,
  room: (n: number) => `还可 ${n} 人`,
  overdue: '逾期',
  due: '本月到期',
  groups: (n: number) => `工作小组有缺 ${n} 人`,
  groupsNote: '小组应有的成员没有到齐（R-ORG-5）。',
  groupsWhole: '小组都已到齐。',
  missing: '缺',
} as const
