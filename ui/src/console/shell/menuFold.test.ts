import { expect, it } from 'vitest'
import { readOpen } from './menuFold'

it('a menu nobody touched shows a day’s work, a remembered one what was open, and no group that is gone', () => {
  expect([...readOpen(null)]).toEqual(['work', 'persons', 'registers'])
  expect([...readOpen('system gone')]).toEqual(['system'])
  expect([...readOpen('')]).toEqual([])
})
