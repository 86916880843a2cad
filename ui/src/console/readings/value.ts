import type { ReadingOption } from '../../common/bindings/console/ReadingOption'
import type { Setting } from '../../common/bindings/console/Setting'
import { readings as words } from '../words/rules'

/** A value in Chinese. */
export function sayValue(value: Setting, options: readonly ReadingOption[]): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'string') return options.find((o) => o.code === value)?.label ?? value
  return String(value)
}

/** What was typed or chosen, as the same kind of value; `null` where it is none. */
export function readValue(text: string, like: Setting): Setting | null {
  if (typeof like === 'boolean') return text === 'true' ? true : text === 'false' ? false : null
  if (typeof like === 'string') return text === '' ? null : text
  return /^\d{1,4}$/.test(text.trim()) ? Number(text.trim()) : null
}
