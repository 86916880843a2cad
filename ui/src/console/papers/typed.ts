import { reactive } from 'vue'
import type { Addressee } from '../../common/bindings/console/Addressee'
import { forgetForOthers } from '../session'

/** What was typed for a paper that is not issued yet. */
export interface Typed {
  /** By the key of a blank. */
  fields: Record<string, string>
  /** By label: written onto the paper alone. */
  values: Record<string, string>
  to: Addressee[] | null
}

const all = reactive(new Map<string, Typed>())
forgetForOthers(() => all.clear())

/** Stays while the clerk goes to mend a record and comes back. */
export function typedFor(caseId: string, key: string): Typed {
  const id = `${caseId} ${key}`
  if (!all.has(id)) all.set(id, { fields: {}, values: {}, to: null })
  return all.get(id) as Typed
}

export function forgetTyped(caseId: string, key: string): void {
  all.delete(`${caseId} ${key}`)
}

const filled = (record: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(record).filter(([, value]) => value.trim() !== ''))
export const filledOf = (typed: Typed): { fields: Record<string, string>; values: Record<string, string> } => ({ fields: filled(typed.fields), values: filled(typed.values) })
