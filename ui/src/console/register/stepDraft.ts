import type { DraftFields } from '../controls/useDraft'
import type { Values } from './steps'

/** Values as fields of a draft: those of a form and those of its paper may be called the same. */
export const prefixed = (values: Values, prefix: string): Values =>
  Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === '' ? [] : [[`${prefix}.${key}`, value]])))

/** The way back. What was emptied is empty again. */
export function unprefixed(fields: DraftFields, into: Values, prefix: string): void {
  for (const key of Object.keys(into)) into[key] = ''
  for (const [key, value] of Object.entries(fields)) if (key.startsWith(`${prefix}.`)) into[key.slice(prefix.length + 1)] = value ?? ''
}
