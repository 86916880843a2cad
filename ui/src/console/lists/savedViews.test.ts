import { expect, it } from 'vitest'
import { listOf } from './savedViews'

it('an address names a list and what it is asked', () => {
  expect(listOf('/persons?filter=overdue&village=东塘村')).toEqual({ register: null, query: { filter: 'overdue', village: '东塘村' } })
  expect(listOf('/registers/tests?status=overdue')).toEqual({ register: 'tests', query: { status: 'overdue' } })
  expect(listOf('/deadlines?month=2026-11-01')).toBeNull()
})
