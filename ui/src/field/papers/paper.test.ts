import { describe, expect, it } from 'vitest'
import { isTodo, keyOf, linkOf } from './paper'

describe('the address of a paper', () => {
  it('leads back to the same paper', () => {
    const key = { paper: 'D08', about: null, since: '2026-11-01' } as const
    const link = linkOf('c1', key) as { params: Record<string, string>; query: Record<string, string> }
    expect(keyOf(link.params['paper'] ?? '', link.query)).toEqual(key)
  })
  it('of a paper nobody knows leads nowhere', () => {
    expect(keyOf('D99', {})).toBeNull()
  })
})

it('a paper that is there and has blanks is still to do', () => {
  const row = {
    key: { paper: 'D03' as const, about: 'e1', since: null },
    title: '',
    detail: '',
    due: null,
    made: true,
    missing: ['甲方'],
  }
  expect(isTodo(row)).toBe(true)
  expect(isTodo({ ...row, missing: [] })).toBe(false)
  expect(isTodo({ ...row, missing: [], made: false })).toBe(true)
})
