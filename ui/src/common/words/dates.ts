export const dateWords = {
  weekdays: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  /** `year` is null where it is this one. */
  day: (year: number | null, month: number, day: number) => `${year === null ? '' : `${year}年`}${month}月${day}日`,
  withWeekday: (day: string, weekday: string) => `${day} ${weekday}`,
  today: (time: string) => `今天 ${time}`,
  yesterday: (time: string) => `昨天 ${time}`,
} as const
