import type { Duty } from '../../common/bindings/Duty'
import type { Urgency } from '../../common/components/TaskRow.vue'
import { addDays, daysBetween, zhDay } from '../../common/dates'
import { today as words } from '../../common/words/today'

/** Sunday of the week that `today` lies in. */
export function endOfWeek(today: string): string {
  // 1970-01-01 was a Thursday: days since then + 3 count from a Monday.
  const weekday = (((daysBetween('1970-01-01', today) + 3) % 7) + 7) % 7
  return addDays(today, 6 - weekday)
}

export function urgency(duty: Duty, today: string): Urgency {
  if (duty.days_left < 0) return 'overdue'
  if (duty.days_left === 0) return 'today'
  return duty.due <= endOfWeek(today) ? 'soon' : 'later'
}

export function sayDue(duty: Duty, today: string): string {
  const day = zhDay(duty.due, today)
  if (duty.days_left < 0) return words.overdue(-duty.days_left, day)
  return duty.days_left === 0 ? words.dueToday : words.left(duty.days_left, day)
}
