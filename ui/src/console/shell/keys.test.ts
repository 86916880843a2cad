import { describe, expect, it } from 'vitest'
import { commandOf, nextRow, type Press } from './keys'

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...more,
})

describe('a key press', () => {
  it('never acts while an input method composes', () => {
    expect(commandOf(press('j', { isComposing: true }), false, true)).toBeNull()
    expect(commandOf(press('Enter', { isComposing: true, ctrlKey: true }), true, true)).toBeNull()
  })
  it('is text while the caret is in a field', () => {
    expect(commandOf(press('1'), true, true)).toBeNull()
    expect(commandOf(press('?'), true, true)).toBeNull()
  })
  it('with Ctrl acts from a field too', () => {
    expect(commandOf(press('k', { ctrlKey: true }), true, true)).toEqual({ do: 'search' })
    expect(commandOf(press('Enter', { ctrlKey: true }), true, true)).toEqual({ do: 'save' })
  })
  it('alone does nothing once single keys are off', () => {
    expect(commandOf(press('j'), false, false)).toBeNull()
    expect(commandOf(press('k', { ctrlKey: true }), false, false)).toEqual({ do: 'search' })
  })
  it('moves, searches, helps and opens the menu', () => {
    expect(commandOf(press('j'), false, true)).toEqual({ do: 'row', step: 1 })
    expect(commandOf(press('K'), false, true)).toEqual({ do: 'row', step: -1 })
    expect(commandOf(press('/'), false, true)).toEqual({ do: 'search' })
    expect(commandOf(press('？'), false, true)).toEqual({ do: 'help' })
    expect(commandOf(press('2'), false, true)).toEqual({ do: 'menu', key: '2' })
    expect(commandOf(press('x'), false, true)).toBeNull()
  })
})

describe('the next row', () => {
  it('starts at the near end and stops at both', () => {
    expect(nextRow(-1, 1, 3)).toBe(0)
    expect(nextRow(-1, -1, 3)).toBe(2)
    expect(nextRow(2, 1, 3)).toBe(2)
    expect(nextRow(0, -1, 3)).toBe(0)
    expect(nextRow(-1, 1, 0)).toBe(-1)
  })
})
