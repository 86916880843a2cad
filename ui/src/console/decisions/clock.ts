import type { OpenDecision } from '../../common/bindings/console/OpenDecision'
import { wallTime } from '../controls/moment'
import { decisions as words } from '../words/decisions'

/** Until when, and how long that is: to the minute where hours are counted. */
export function clockOf(open: OpenDecision, nowMs: number): { until: string; left: string } {
  if (open.due_at !== null) {
    const minutes = Math.trunc((Date.parse(open.due_at) - nowMs) / 60_000)
    const size = Math.abs(minutes)
    const say = minutes < 0 ? words.timeOver : words.timeLeft
    return { until: words.byMinute(wallTime(open.due_at)), left: say(Math.floor(size / 60), size % 60) }
  }
  if (open.due === null || open.days_left === null) return { until: words.noDay, left: '' }
  return { until: words.byDay(open.due), left: words.daysLeft(open.days_left) }
}
