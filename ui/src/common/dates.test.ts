// @vitest-environment node
import { expect, it } from 'vitest'
import { addDays, beijing, daysBetween, zhDate, zhMoment } from './dates'

it('days are added over the end of a leap February', () => {
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31')
})
it('days between two dates keep their sign', () => {
  expect(daysBetween('2026-11-24', '2026-11-21')).toBe(-3)
})
it('a date says its year only when it is another one', () => {
  expect(zhDate('2026-11-24', '2026-11-01')).toBe('11月24日 周二')
  expect(zhDate('2027-01-01', '2026-11-01')).toBe('2027年1月1日 周五')
})
it('an instant belongs to the day it has in Beijing', () => {
  expect(beijing('2026-11-23T16:30:00Z')).toEqual({ day: '2026-11-24', time: '00:30' })
})
it('a moment of yesterday says so', () => {
  expect(zhMoment('2026-11-23T01:40:00Z', '2026-11-24')).toBe('昨天 09:40')
})
