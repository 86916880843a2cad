import { expect, it } from 'vitest'
import { filterIn, stateIn } from './query'

it('takes from the address only filters and states that exist', () => {
  expect(filterIn('overdue')).toBe('overdue')
  expect(filterIn('all')).toBeNull()
  expect(filterIn('toString')).toBeNull()
  expect(filterIn(['overdue'])).toBeNull()
  expect(stateIn('active')).toBe('active')
  expect(stateIn('asleep')).toBeNull()
})
