import { expect, it } from 'vitest'
import { monthBeside, weeksOf } from './month'

it('lays a month from Monday to Sunday', () => {
  const weeks = weeksOf('2026-11-01')
  expect(weeks.length).toBe(6)
  expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-11-01'])
  expect(weeks.at(-1)).toEqual(['2026-11-30', null, null, null, null, null, null])
  expect(weeksOf('2027-02-01').flat().filter(Boolean).length).toBe(28)
})

it('finds the months beside', () => {
  expect(monthBeside('2026-12-01', 1)).toBe('2027-01-01')
  expect(monthBeside('2026-03-01', -1)).toBe('2026-02-01')
})
