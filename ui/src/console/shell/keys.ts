import { menu } from './menu'

/** What a key press asks of the frame. */
export type Command =
  | { do: 'search' }
  | { do: 'help' }
  | { do: 'row'; step: 1 | -1 }
  | { do: 'menu'; key: string }
  | { do: 'save' }

export interface Press {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  /** An input method is in the middle of a word: every key is its own. */
  isComposing: boolean
}

/** `typing`: the caret is in a field. `single`: keys without Ctrl are wanted at all. */
export function commandOf(press: Press, typing: boolean, single: boolean): Command | null {
  if (press.isComposing || press.altKey) return null
  if (press.ctrlKey || press.metaKey) {
    if (press.key.toLowerCase() === 'k') return { do: 'search' }
    return press.key === 'Enter' ? { do: 'save' } : null
  }
  if (typing || !single) return null
  switch (press.key) {
    case '/':
      return { do: 'search' }
    case '?':
    case '？':
      return { do: 'help' }
    case 'j':
    case 'J':
      return { do: 'row', step: 1 }
    case 'k':
    case 'K':
      return { do: 'row', step: -1 }
    default:
      return menu.some((item) => item.key === press.key) ? { do: 'menu', key: press.key } : null
  }
}

/** Which of `count` rows comes next; `at` is -1 when none has the focus. Stops at both ends. */
export function nextRow(at: number, step: 1 | -1, count: number): number {
  if (count === 0) return -1
  if (at < 0) return step === 1 ? 0 : count - 1
  return Math.min(count - 1, Math.max(0, at + step))
}
