// @vitest-environment node
import { expect, it } from 'vitest'
import type { PersonRow } from '../../common/bindings/PersonRow'
import { heads } from '../../gallery/people'
import { choices, narrowed } from './narrow'

const rows: PersonRow[] = heads.map((person, i) => ({ person, next: null, overdue: i === 0 ? 2 : 0 }))
const all = { filter: 'all', village: null, state: null } as const

it('a filter leaves those it speaks of, and two of them those of both', () => {
  expect(narrowed(rows, all)).toHaveLength(rows.length)
  expect(narrowed(rows, { ...all, filter: 'overdue' })).toEqual([rows[0]])
  const village = heads[0]?.village ?? ''
  const there = narrowed(rows, { ...all, village })
  expect(there.length).toBeGreaterThan(0)
  expect(there.every((row) => row.person.village === village)).toBe(true)
  expect(narrowed(rows, { filter: 'overdue', village: '没有这个村', state: null })).toEqual([])
})
it('only villages and states that somebody has are offered, the most frequent first', () => {
  const states = choices(rows, (row) => row.person.state)
  expect(states[0]).toBe('active')
  expect(new Set(states).size).toBe(states.length)
})
