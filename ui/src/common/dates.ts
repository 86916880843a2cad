import { dateWords as words } from './words/dates'

/** Civil dates as `YYYY-MM-DD` text. Nothing here reads a clock: today is always given. */

export function parseDay(day: string): { y: number; m: number; d: number } | null {
  const hit = /^(\d{4})-(\d{2})-(\d{2})/.exec(day)
  return hit ? { y: Number(hit[1]), m: Number(hit[2]), d: Number(hit[3]) } : null
}

function utc(day: string): number {
  const p = parseDay(day)
  return p ? Date.UTC(p.y, p.m - 1, p.d) : Number.NaN
}

export function addDays(day: string, days: number): string {
  const t = utc(day)
  return Number.isNaN(t) ? day : new Date(t + days * 86_400_000).toISOString().slice(0, 10)
}

/** Whole days from `a` to `b`, negative when `b` is earlier. */
export function daysBetween(a: string, b: string): number {
  return Math.round((utc(b) - utc(a)) / 86_400_000)
}

/** 11月24日 周二; the year only when it is not this one. */
export function zhDate(day: string, today: string): string {
  return parseDay(day) ? words.withWeekday(zhDay(day, today), words.weekdays[new Date(utc(day)).getUTCDay()] ?? '') : day
}

/** Without weekday, for tight places. */
export function zhDay(day: string, today: string): string {
  const p = parseDay(day)
  return p ? words.day(p.y === parseDay(today)?.y ? null : p.y, p.m, p.d) : day
}

/** An instant (RFC 3339) as Asia/Shanghai wall time `YYYY-MM-DD HH:MM`. */
export function beijing(instant: string): { day: string; time: string } {
  const t = Date.parse(instant)
  if (Number.isNaN(t)) return { day: instant.slice(0, 10), time: '' }
  const s = new Date(t + 8 * 3_600_000).toISOString()
  return { day: s.slice(0, 10), time: s.slice(11, 16) }
}

/** 今天 09:40, 昨天 09:40 or 11月3日 09:40. */
export function zhMoment(instant: string, today: string): string {
  const { day, time } = beijing(instant)
  const back = daysBetween(day, today)
  if (back === 0) return words.today(time)
  if (back === 1) return words.yesterday(time)
  return `${zhDay(day, today)} ${time}`
}
