import { expect, it } from 'vitest'
import { leftOf } from './left'

const now = Date.parse('2026-11-24T09:00:00+08:00')

it('a clock of hours says what is left, and by how much it ran over', () => {
  expect(leftOf('2026-11-24T12:20:00+08:00', now)).toBe('还剩 3 小时 20 分')
  expect(leftOf('2026-11-24T09:05:30+08:00', now)).toBe('还剩 5 分')
  expect(leftOf('2026-11-24T06:30:00+08:00', now)).toBe('已超 2 小时')
  expect(leftOf('2026-11-24T08:59:00+08:00', now)).toBe('刚过时限')
})
