import { PersonFilterLabels } from '../../common/bindings/labels'
import type { PersonFilter } from '../../common/bindings/console/PersonFilter'
import type { State } from '../../common/bindings/console/State'
import { states } from '../words/frame'

function keyOf<T extends string>(labels: Record<T, string>, value: unknown): T | null {
  return typeof value === 'string' && Object.prototype.hasOwnProperty.call(labels, value) ? (value as T) : null
}

/** The filter an address asks for; anything else is none. */
export const filterIn = (value: unknown): PersonFilter | null => {
  const found = keyOf<PersonFilter>(PersonFilterLabels, value)
  return found === 'all' ? null : found
}

/** The state an address asks for. */
export const stateIn = (value: unknown): State | null => keyOf<State>(states, value)
