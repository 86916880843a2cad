import { expect, it } from 'vitest'
import { pagesAround } from './useListQuery'

it('offers the first page, the last and the neighbours', () => {
  expect(pagesAround(1, 1)).toEqual([1])
  expect(pagesAround(1, 9)).toEqual([1, 2, null, 9])
  expect(pagesAround(5, 9)).toEqual([1, null, 4, 5, 6, null, 9])
  expect(pagesAround(9, 9)).toEqual([1, null, 8, 9])
})
