import type { Draft } from '../common/bindings/Draft'
import type { EventId } from '../common/bindings/EventId'
import type { Form } from '../common/bindings/Form'

/** Which of several screens of one form a draft was begun on; which record it mends. */
export interface DraftMark {
  what?: DraftWhat | null
  mend?: EventId | null
  /** 重新写: its user wanted it no more; it is kept for a while all the same. */
  dropped?: boolean
}
/** Screens that share a form with others. */
export type DraftWhat = 'makeup' | 'forced' | 'entrusted' | 'out_of_area' | 'result' | 'sheet' | 'session' | 'card' | 'snooze'

/** The mark has a key of its own: no field of a form can be taken for it. */
const KEY = 'begun_on'

/** The text of a draft: the form, and what it belongs to. */
export function writeDraft(form: object, mark: DraftMark): string {
  return JSON.stringify(mark.what || mark.mend || mark.dropped ? { ...form, [KEY]: mark } : form)
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const read = JSON.parse(text) as unknown
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** A draft's text over a fresh form: keys it lacks keep their presets, keys it does not know are left out. */
export function readDraft<F extends object>(text: string, fresh: F): F {
  const old = parsed(text)
  if (old === null) return fresh
  const known = Object.entries(old).filter(([key]) => key in fresh)
  return { ...fresh, ...(Object.fromEntries(known) as Partial<F>) }
}

/** What a draft belongs to, of any form. */
export function markOf(draft: Draft): DraftMark {
  const mark = parsed(draft.form)?.[KEY]
  return typeof mark === 'object' && mark !== null ? mark : {}
}

export const isDropped = (draft: Draft): boolean => markOf(draft).dropped === true
export const isLive = (draft: Draft): boolean => !isDropped(draft)

/** The text of one that was dropped as it was before. */
export function takenBack(draft: Draft): string {
  const { what = null, mend = null } = markOf(draft)
  const form = Object.entries(parsed(draft.form) ?? {}).filter(([key]) => key !== KEY)
  return writeDraft(Object.fromEntries(form), { what, mend })
}

/** The draft of one screen among those of a person; `null` where nothing was begun there. */
export function draftOf(drafts: readonly Draft[], kind: Form, mark: DraftMark = {}): Draft | null {
  const same = (of: DraftMark) => (of.what ?? null) === (mark.what ?? null) && (of.mend ?? null) === (mark.mend ?? null)
  return drafts.find((d) => d.kind === kind && isLive(d) && same(markOf(d))) ?? null
}

/** What a hand wrote in a draft, line by line: for one that no form opens any more. */
export function writtenIn(draft: Draft): string[] {
  const values = Object.entries(parsed(draft.form) ?? {}).filter(([key]) => key !== KEY && key !== 'mendReason')
  return values.flatMap(([, value]) => (typeof value === 'string' && /\p{Script=Han}/u.test(value) ? [value] : []))
}
