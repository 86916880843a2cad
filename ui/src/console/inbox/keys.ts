import type { Press } from '../shell/keys'

/** What a key press asks of the list. */
export type InboxCommand = 'accept' | 'return' | 'hold' | 'select' | 'accept_many'

export interface InboxPress extends Press {
  shiftKey: boolean
}

/** `typing`: the caret is in a field. `single`: keys without Ctrl are wanted at all. Caps Lock makes no difference. */
export function inboxCommandOf(press: InboxPress, typing: boolean, single: boolean): InboxCommand | null {
  if (press.isComposing || press.altKey || press.ctrlKey || press.metaKey || typing || !single) return null
  switch (press.key.toLowerCase()) {
    case 'a':
      return press.shiftKey ? 'accept_many' : 'accept'
    case 'r':
      return press.shiftKey ? null : 'return'
    case 'h':
      return press.shiftKey ? null : 'hold'
    case ' ':
      return press.shiftKey ? null : 'select'
    default:
      return null
  }
}

/** 1–9 chooses; anything else is not a choice. */
export function choiceOf(press: InboxPress, typing: boolean, single: boolean): number | null {
  if (press.isComposing || press.altKey || press.ctrlKey || press.metaKey || typing || !single) return null
  return /^[1-9]$/.test(press.key) ? Number(press.key) : null
}
