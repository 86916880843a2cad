import type { AppState } from '../common/bindings/AppState'
import type { Draft } from '../common/bindings/Draft'
import type { DutyKind } from '../common/bindings/DutyKind'
import type { EventId } from '../common/bindings/EventId'
import type { Form } from '../common/bindings/Form'
import type { TaskRow } from '../common/bindings/TaskRow'
import type { UploadRow } from '../common/bindings/UploadRow'
import { markOf } from './draftText'
import { FormLabels } from '../common/bindings/labels'
import { form as words } from '../common/words/form'
import { entryOf, mendsHere, wayTo } from './record/entries'
import { router } from './router'

/** Kinds of duties that a form on the phone ends. All others are the office's: they open the person. */
const formOfDuty: Partial<Record<DutyKind, Form>> = {
  visit: 'visit',
  test: 'test',
  makeup_test: 'test',
  report: 'report',
  assessment: 'assessment',
  annual_assessment: 'assessment',
  final_assessment: 'assessment',
  entrusted_feedback: 'test',
}
/** Of those, the ones that are no matter of a morning's session. */
const screenOfDuty: Partial<Record<DutyKind, { name: string; params: Record<string, string> }>> = {
  makeup_test: { name: 'other-test', params: { what: 'makeup' } },
  entrusted_feedback: { name: 'test-result', params: {} },
}

function go(form: Form | undefined, id: string): void {
  const entry = form && entryOf(form)
  void router.push(entry ? wayTo(entry, id) : { name: 'person', params: { id } })
}

export function hasForm(kind: DutyKind, state: AppState | null): boolean {
  const form = formOfDuty[kind]
  return form !== undefined && (state?.forms.includes(form) ?? false)
}

/** Where a tap on something owed leads: straight to the form that ends it, where the user may, or to the person. */
export function openDuty(row: TaskRow, state: AppState | null): void {
  const kind = row.duty.key.kind
  const screen = screenOfDuty[kind]
  if (screen && hasForm(kind, state)) {
    void router.push({ name: screen.name, params: { id: row.person.case, ...screen.params } })
    return
  }
  go(hasForm(kind, state) ? formOfDuty[kind] : undefined, row.person.case)
}

/** The person's page with one record or paper open. */
export function openRecord(id: string, record: string): void {
  void router.push({ name: 'person', params: { id }, query: { record } })
}

/** A record of 上传中心: what came back opens in its form, to be mended; anything else on the person's page. */
export function openUpload(row: UploadRow): void {
  if (row.case === null) return
  if (row.state === 'returned' && row.mend !== null && mendsHere(row.mend)) openMend(row.mend, row.case, row.event)
  else openRecord(row.case, row.event)
}

/** An own record in its form again. */
export function openMend(form: Form, id: string, event: EventId): void {
  const entry = entryOf(form)
  if (entry) void router.push({ name: entry.route, params: { id }, query: { mend: event } })
}

/** A form not yet saved, in the screen it was begun on. What was begun over the list of tasks is opened there. */
export function openDraft(draft: Draft): void {
  const { what, mend } = markOf(draft)
  if (mend) return openMend(draft.kind, draft.case, mend)
  switch (what) {
    case undefined:
    case null:
      return go(draft.kind, draft.case)
    case 'result':
      return void router.push({ name: 'test-result', params: { id: draft.case } })
    case 'sheet':
      return void router.push({ name: 'tests', query: { who: draft.case } })
    case 'session':
      return void router.push({ name: 'tests', query: { setup: 'yes' } })
    case 'card':
      return void router.push({ name: 'people', query: { card: draft.case } })
    case 'snooze':
      return void router.push({ name: 'tasks' })
    case 'makeup':
    case 'forced':
    case 'entrusted':
    case 'out_of_area':
      return void router.push({ name: 'other-test', params: { id: draft.case, what } })
  }
}

/** What was begun, and of whom; the set-up of a morning is of nobody. */
export function sayDraft(draft: Draft, name: string): string {
  const { what, mend } = markOf(draft)
  const form = FormLabels[draft.kind]
  if (mend) return `${name} ${words.mendTitle(form)}`.trim()
  if (what === 'session') return words.draftSession
  return `${name} ${what === 'snooze' ? words.draftSnooze : form}`.trim()
}
