import type { Draft } from '../../common/bindings/Draft'
import type { DutyKey } from '../../common/bindings/DutyKey'
import type { TaskRow } from '../../common/bindings/TaskRow'
import { isLive, markOf, readDraft } from '../draftText'

export const isSnooze = (draft: Draft): boolean => isLive(draft) && markOf(draft).what === 'snooze'

/** Whether a 暂缓 that was begun is of this task. */
export function isSnoozeOf(draft: Draft, { person, duty }: TaskRow): boolean {
  const none: { duty: DutyKey | null } = { duty: null }
  const of = isSnooze(draft) && draft.case === person.case ? readDraft(draft.form, none).duty : null
  return of !== null && of.kind === duty.key.kind && of.window === duty.key.window
}

/** The one begun of this task. */
export function snoozeOf(drafts: readonly Draft[], row: TaskRow): Draft | null {
  return drafts.find((draft) => isSnoozeOf(draft, row)) ?? null
}
