import { describe, expect, it } from 'vitest'
import { choiceOf, inboxCommandOf, type InboxPress } from './keys'

const press = (key: string, more: Partial<InboxPress> = {}): InboxPress => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  ...more,
})

describe('a key in the inbox', () => {
  it('accepts, returns, holds and selects, with Caps Lock too', () => {
    expect(['a', 'A', 'r', 'h', ' '].map((key) => inboxCommandOf(press(key), false, true))).toEqual(['accept', 'accept', 'return', 'hold', 'select'])
  })
  it('accepts many with Shift alone', () => {
    expect(inboxCommandOf(press('A', { shiftKey: true }), false, true)).toBe('accept_many')
    expect(inboxCommandOf(press('R', { shiftKey: true }), false, true)).toBeNull()
  })
  it('is text in a field, the browser’s with Ctrl, and nothing once single keys are off', () => {
    expect(inboxCommandOf(press('a'), true, true)).toBeNull()
    expect(inboxCommandOf(press('a', { ctrlKey: true }), false, true)).toBeNull()
    expect(inboxCommandOf(press('a', { isComposing: true }), false, true)).toBeNull()
    expect(inboxCommandOf(press('a'), false, false)).toBeNull()
  })
})

describe('a digit at a contradiction', () => {
  it('chooses only where nothing is typed', () => {
    expect(choiceOf(press('2'), false, true)).toBe(2)
    expect(choiceOf(press('0'), false, true)).toBeNull()
    expect(choiceOf(press('2'), true, true)).toBeNull()
  })
})
