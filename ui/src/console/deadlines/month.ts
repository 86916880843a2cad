import { addDays } from '../../common/dates'

/** The weeks of a month from Monday on, days of the months beside it left out. */
export function weeksOf(first: string): (string | null)[][] {
  const month = first.slice(0, 7)
  const lead = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7
  const weeks: (string | null)[][] = []
  for (let at = addDays(first, -lead); weeks.length === 0 || at.startsWith(month); at = addDays(at, 7)) {
    const days = Array.from({ length: 7 }, (_, n) => addDays(at, n))
    weeks.push(days.map((day) => (day.startsWith(month) ? day : null)))
  }
  return weeks
}

/** The first day of the month before or after. */
export function monthBeside(first: string, step: 1 | -1): string {
  return step === 1 ? `${addDays(first, 31).slice(0, 7)}-01` : `${addDays(first, -1).slice(0, 7)}-01`
}
