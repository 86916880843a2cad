import { clocks as words } from '../words/intake'

/** 还剩 3 小时 20 分, 已超 2 小时: of a clock that runs to a minute. */
export function leftOf(until: string, nowMs: number): string {
  const minutes = Math.floor((Date.parse(until) - nowMs) / 60_000)
  if (minutes < 0) return words.hoursOver(Math.floor(-minutes / 60))
  return words.hoursLeft(Math.floor(minutes / 60), minutes % 60)
}
