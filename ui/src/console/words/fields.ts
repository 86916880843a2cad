/** Words of the form controls. */
export const fields = {
  optional: '可不填',
  calendar: '打开日历',
  dayHint: '如 20261124',
  dayUnread: '看不懂这个日期。请写成 2026-11-24 或 20261124。',
  timeHint: '如 0940',
  timeUnread: '看不懂这个时刻。请写成 09:40 或 0940。',
  dayOf: (label: string) => `${label}：日期`,
  timeOf: (label: string) => `${label}：时刻`,
  choose: '请选择',
  none: '无',
  missing: '没有填。请补上。',
  wrong: (n: number) => `有 ${n} 处要改，改好再保存。`,
} as const

export const asking = { cancel: '取消' } as const
