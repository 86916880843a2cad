import type { State } from '../bindings/State'

export const today = {
  title: '今日任务',
  why: '为什么',
  whyOf: (name: string, what: string) => `是这天：${name}，${what}`,
  filter: '看哪些',
  filters: { all: '全部', overdue: '逾期', today: '今天', week: '本周' },
  filterCount: (label: string, n: number) => `${label} ${n}`,
  groups: { overdue: '已逾期', today: '今天到期', soon: '本周到期', later: '以后' },
  overdue: (days: number, day: string) => `已逾期 ${days} 天 · ${day}截止`,
  dueToday: '今天截止',
  left: (days: number, day: string) => `还有 ${days} 天 · ${day}截止`,
  provisional: '日期待公布节假日后确认',
  clause: (id: string) => `依据 ${id}`,
  drafts: (n: number) => `有 ${n} 份没写完`,
  goOn: '接着写',
  empty: '没有要办的事',
  emptyAll: '名下的人都按期，放心。',
  emptyFilter: '这一类里没有，可以看“全部”。',
  showAll: '看全部',
  pull: '下拉刷新',
  release: '松手刷新',
  reading: '正在读取…',
} as const

export const explain = {
  title: '为什么是这天',
  due: '最后一天',
  opens: '可办起始日',
  clause: '规范条款',
  readings: '采用的解释',
  inputs: '用到的事实',
  steps: '怎么算的',
  calendar: '用到的工作日历',
  paragraph: '整段说明',
  revisions: '改过的日期',
  revised: (r: { on: string; because: string; before: string; after: string }) => `${r.on} ${r.because}：由 ${r.before} 改为 ${r.after}，原日期留在记录中`,
  version: (v: string) => `规则版本 ${v}`,
} as const

export const caseStates: Record<State, string> = {
  registered: '待报到',
  overdue: '逾期未报到',
  active: '执行中',
  suspended: '中止',
  expired: '期满待解除',
  discharged: '已解除',
  terminated: '已终止',
  closed_other: '已结束',
}
