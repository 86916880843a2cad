// @vitest-environment node
import { expect, it } from 'vitest'
import { fitted } from './shrink'

it('a photo keeps its shape, gets no larger, and its longest side has 1600 pixels at most', () => {
  expect(fitted(4000, 3000)).toEqual({ width: 1600, height: 1200 })
  expect(fitted(3000, 4000)).toEqual({ width: 1200, height: 1600 })
  expect(fitted(800, 600)).toEqual({ width: 800, height: 600 })
  expect(fitted(0, 0)).toEqual({ width: 1, height: 1 })
  expect(fitted(100_000, 1)).toEqual({ width: 1600, height: 1 })
})
