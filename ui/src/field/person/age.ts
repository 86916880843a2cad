import { parseDay } from '../../common/dates'

/** Full years on `today`; null where the birth date is not known. */
export function ageOn(birth: string | null, today: string): number | null {
  const b = birth === null ? null : parseDay(birth)
  const t = parseDay(today)
  if (b === null || t === null) return null
  const hadBirthday = t.m > b.m || (t.m === b.m && t.d >= b.d)
  return t.y - b.y - (hadBirthday ? 0 : 1)
}
