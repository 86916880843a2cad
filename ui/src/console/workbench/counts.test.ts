import { expect, it } from 'vitest'
import { countTable } from './counts'

it('shows only states that somebody is in, the urgent ones first', () => {
  const table = countTable([
    { measure: 'rehab', state: 'active', persons: 20 },
    { measure: 'recovery', state: 'active', persons: 8 },
    { measure: 'rehab', state: 'overdue', persons: 2 },
    { measure: 'recovery', state: 'suspended', persons: 0 },
  ])
  expect(table.states).toEqual(['overdue', 'active'])
  expect(table.rows.map((r) => [r.measure, r.sum])).toEqual([
    ['rehab', 22],
    ['recovery', 8],
  ])
  expect(table.rows[1]?.cells).toEqual([
    { state: 'overdue', persons: 0 },
    { state: 'active', persons: 8 },
  ])
})
