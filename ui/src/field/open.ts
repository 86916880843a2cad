import type { AppState } from '../common/bindings/AppState'
import type { CaseId } from '../common/bindings/CaseId'
import type { Draft } from '../common/bindings/Draft'
import type { DutyKind } from '../common/bindings/DutyKind'
import type { EntryKind } from '../common/bindings/EntryKind'
import type { TaskRow } from '../common/bindings/TaskRow'
import { router } from './router'

/** Where a tap on something owed leads: straight to the form that ends it, or to the person. */
export function openDuty(row: TaskRow, state: AppState | null): void {
  void router.push(wayTo(row.duty.key.kind, row.person.case, state?.role === 'police'))
}

function wayTo(kind: DutyKind, id: CaseId, police: boolean) {
  switch (kind) {
    case 'visit':
      return { name: 'visit', params: { id } }
    case 'test':
    case 'makeup_test':
      return police ? { name: 'tests', query: { who: id } } : { name: 'person', params: { id } }
    case 'report_in':
    case 'overdue_report':
    case 'agreement':
    case 'report':
    case 'assessment':
      return { name: 'person', params: { id } }
  }
}

export function openDraft(draft: Draft): void {
  void router.push(draftWay(draft.kind, draft.case))
}

function draftWay(kind: EntryKind, id: CaseId) {
  switch (kind) {
    case 'visit':
      return { name: 'visit', params: { id } }
    case 'refusal':
      return { name: 'refusal', params: { id } }
    case 'test':
      return { name: 'tests', query: { who: id } }
    case 'order':
    case 'report_in':
    case 'agreement':
    case 'amend':
    case 'void':
    case 'unknown':
      return { name: 'person', params: { id } }
  }
}
