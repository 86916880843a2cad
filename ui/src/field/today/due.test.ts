// @vitest-environment node
import { expect, it } from 'vitest'
import type { Duty } from '../../common/bindings/Duty'
import { endOfWeek, sayDue, urgency } from './due'

const duty = (due: string, days_left: number): Duty => ({
  key: { kind: 'visit', window: 1 },
  clause: 'R-VISIT-2',
  opens: '2026-11-01',
  due,
  days_left,
  alert: 'yellow',
  due_at: null,
  provisional: false,
  snooze: null,
})

it('a week ends on its Sunday, also when today is that Sunday', () => {
  expect(endOfWeek('2026-11-24')).toBe('2026-11-29')
  expect(endOfWeek('2026-11-29')).toBe('2026-11-29')
  expect(endOfWeek('2026-11-30')).toBe('2026-12-06')
})
it('what is due tomorrow belongs to this week, what is due next Monday does not', () => {
  expect(urgency(duty('2026-11-25', 1), '2026-11-24')).toBe('soon')
  expect(urgency(duty('2026-11-30', 6), '2026-11-24')).toBe('later')
})
it('an overdue duty says for how many days and since when', () => {
  expect(sayDue(duty('2026-11-21', -3), '2026-11-24')).toBe('已逾期 3 天 · 11月21日截止')
})
it('what ends today says so', () => {
  expect(sayDue(duty('2026-11-24', 0), '2026-11-24')).toBe('今天截止')
})
