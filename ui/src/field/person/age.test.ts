// @vitest-environment node
import { expect, it } from 'vitest'
import { ageOn } from './age'

it('a year is full on the birthday, not before', () => {
  expect(ageOn('1985-11-24', '2026-11-23')).toBe(40)
  expect(ageOn('1985-11-24', '2026-11-24')).toBe(41)
})
it('without a birth date there is no age', () => {
  expect(ageOn(null, '2026-11-24')).toBeNull()
})
