import { door } from '../common/backend'
import type { Draft } from '../common/bindings/Draft'
import { beijing, daysBetween } from '../common/dates'
import { isDropped } from './draftText'

/** Days in which one can think better of it. */
const KEPT_DAYS = 7

const isOld = (draft: Draft, today: string): boolean => daysBetween(beijing(draft.saved_at).day, today) > KEPT_DAYS

/** Drafts that were dropped and can still be taken back. */
export function dropped(drafts: readonly Draft[], today: string): Draft[] {
  return drafts.filter((draft) => isDropped(draft) && !isOld(draft, today))
}

/** Lets go of those dropped longer ago than that. One that stays because it fails goes the next time. */
export function forgetOld(drafts: readonly Draft[], today: string): void {
  for (const draft of drafts.filter((d) => isDropped(d) && isOld(d, today)))
    void door({ ask: 'drop_draft', draft: draft.id }).catch(() => undefined)
}
