import type { AppState } from '../common/bindings/AppState'
import type { Draft } from '../common/bindings/Draft'
import type { DutyKind } from '../common/bindings/DutyKind'
import type { EntryKind } from '../common/bindings/EntryKind'
import type { TaskRow } from '../common/bindings/TaskRow'
import type { UploadRow } from '../common/bindings/UploadRow'
import { router } from './router'

type Form = 'visit' | 'tests' | 'refusal'

/** Kinds of duties that a form on the phone ends. All others are the office's: they open the person. */
const formOfDuty: Partial<Record<DutyKind, Form>> = { visit: 'visit', test: 'tests', makeup_test: 'tests' }
const formOfEntry: Partial<Record<EntryKind, Form>> = { visit: 'visit', test: 'tests', refusal: 'refusal' }

function go(form: Form | undefined, id: string): void {
  if (form === undefined) void router.push({ name: 'person', params: { id } })
  else if (form === 'tests') void router.push({ name: 'tests', query: { who: id } })
  else void router.push({ name: form, params: { id } })
}

export function hasForm(kind: DutyKind): boolean {
  return formOfDuty[kind] !== undefined
}

/** Tests are the police's: nobody else is led to a form that would refuse them. */
export function mayTest(state: AppState | null): boolean {
  return state?.role === 'police'
}

/** Where a tap on something owed leads: straight to the form that ends it, or to the person. */
export function openDuty(row: TaskRow, state: AppState | null): void {
  const form = formOfDuty[row.duty.key.kind]
  go(form === 'tests' && !mayTest(state) ? undefined : form, row.person.case)
}

/** The person's page with one record or paper open. */
export function openRecord(id: string, record: string): void {
  void router.push({ name: 'person', params: { id }, query: { record } })
}

/** A record of 上传中心: what came back opens in its form, to be mended; anything else on the person's page. */
export function openUpload(row: UploadRow): void {
  if (row.case === null) return
  const form = row.state === 'returned' && row.may_mend ? formOfEntry[row.kind] : undefined
  if (form === undefined || form === 'tests') openRecord(row.case, row.event)
  else void router.push({ name: form, params: { id: row.case }, query: { mend: row.event } })
}

export function openDraft(draft: Draft): void {
  go(formOfEntry[draft.kind], draft.case)
}
