import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { AppState } from '../common/bindings/AppState'

let told = 0
let hear: (next: AppState) => void
const open = (...strips: number[]) => ({ gate: 'open', strips }) as unknown as AppState
const locked = { gate: 'locked', strips: [] as number[] } as unknown as AppState

beforeEach(async () => {
  vi.useFakeTimers()
  vi.resetModules()
  told = 0
  const { hearStrips } = await import('./strips')
  hear = (next) => hearStrips(next, () => (told += 1))
})
afterEach(() => vi.useRealTimers())

it('a card is told of once, when its time has come', () => {
  hear(open(4, 200))
  vi.advanceTimersByTime(4_000)
  expect(told).toBe(1)
  hear(open(0, 196))
  expect(told).toBe(1)
})
it('a card that became ready while nobody looked is told of at the next look', () => {
  hear(open())
  hear(open(0))
  hear(open(0))
  expect(told).toBe(1)
})
it('a locked phone still tells of the card that was running', () => {
  hear(open(60))
  hear(locked)
  vi.advanceTimersByTime(60_000)
  expect(told).toBe(1)
})
it('a card that was read or thrown away is not told of', () => {
  hear(open(60))
  hear(open())
  vi.advanceTimersByTime(60_000)
  expect(told).toBe(0)
})
