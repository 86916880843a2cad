import { beijing, parseDay } from '../../common/dates'

/** `2026-11-24 09:40` in Beijing. */
export function wallTime(instant: string): string {
  const { day, time } = beijing(instant)
  return `${day} ${time}`
}

/** `2026-11-24` and `09:40` in Beijing, as the instant the server wants. */
export function momentOf(day: string, time: string): string {
  return `${day}T${time}:00+08:00`
}

const two = (text: string): string => text.padStart(2, '0')

/** Reads a day as clerks type it: 2026-11-24, 20261124, 2026.11.24, 2026年11月24日, 11-24 of this year. */
export function readDay(text: string, today: string): string | null {
  const clean = text.trim().replace(/[年月./／。\s]+/g, '-').replace(/[日号]$/, '')
  const year = today.slice(0, 4)
  const parts =
    /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(clean) ?? /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(clean) ??
    (/^(\d{1,2})-(\d{1,2})$/.test(clean) ? /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(`${year}-${clean}`) : null)
  if (!parts) return null
  const day = `${parts[1]}-${two(parts[2] ?? '')}-${two(parts[3] ?? '')}`
  const p = parseDay(day)
  if (!p) return null
  const back = new Date(Date.UTC(p.y, p.m - 1, p.d)).toISOString().slice(0, 10)
  return back === day ? day : null
}

/** Reads 09:40, 9:40, 0940, 9：40. */
export function readTime(text: string): string | null {
  const hit = /^(\d{1,2})[:：时点]?(\d{2})分?$/.exec(text.trim())
  if (!hit) return null
  const [h, m] = [Number(hit[1]), Number(hit[2])]
  return h < 24 && m < 60 ? `${two(String(h))}:${two(String(m))}` : null
}

/** 刚刚, 5 分钟前, 3 小时前, 4 天前. */
export function ago(instant: string, nowMs: number): string {
  const minutes = Math.floor((nowMs - Date.parse(instant)) / 60_000)
  if (minutes < 1) return '刚刚'
  if (minutes < 60) return `${minutes} 分钟前`
  const hours = Math.floor(minutes / 60)
  return hours < 24 ? `${hours} 小时前` : `${Math.floor(hours / 24)} 天前`
}

/** 快 3 分钟, 慢 20 秒, 准. */
export function offsetText(seconds: number | null): string {
  if (seconds === null) return '未知'
  const size = Math.abs(seconds)
  if (size < 5) return '准'
  const amount = size < 60 ? `${size} 秒` : size < 3600 ? `${Math.round(size / 60)} 分钟` : `${Math.round(size / 3600)} 小时`
  return `${seconds > 0 ? '快' : '慢'} ${amount}`
}

/** 9:05 left of a countdown; never below 0:00. */
export function countdown(untilMs: number, nowMs: number): string {
  const left = Math.max(0, Math.floor((untilMs - nowMs) / 1000))
  return `${Math.floor(left / 60)}:${two(String(left % 60))}`
}
