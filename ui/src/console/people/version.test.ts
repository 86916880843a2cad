import { expect, it } from 'vitest'
import { updateOf } from './version'

it('a phone below the lowest version stops, one below the wanted one is asked', () => {
  const floor = { wanted: '1.10.0', required: '1.2' }
  expect(updateOf(floor, '1.1.9')).toBe('required')
  expect(updateOf(floor, '1.2')).toBe('wanted')
  expect(updateOf(floor, '1.9.0')).toBe('wanted')
  expect(updateOf(floor, '1.10.0')).toBe('none')
  expect(updateOf({ wanted: '', required: '' }, '0.0.0')).toBe('none')
})
