import {
  AddresseeLabels,
  BreachGroundLabels,
  DetentionKindLabels,
  EndingKindLabels,
  GradeLabels,
  LeaveReasonLabels,
  OtherMeasureLabels,
  OtherStepLabels,
  TransferGroundLabels,
} from '../../common/bindings/labels'
import type { DecisionForm } from '../../common/bindings/console/DecisionForm'
import type { DecisionKind } from '../../common/bindings/console/DecisionKind'
import type { DecisionSheet } from '../../common/bindings/console/DecisionSheet'
import { decide as words } from '../words/decisions'

/** How a field is filled in: a list has a line for each; `many` are codes, of which several may be on. */
export type Field = { name: string; label: string; optional?: true } & (
  | { as: 'day' | 'line' | 'long' | 'list' | 'hidden' }
  | { as: 'one' | 'many'; labels: Readonly<Record<string, string>> }
  | { as: 'yes' }
)

const f = words.fields
const day = (name: string, label: string, optional?: true): Field => ({ name, label, as: 'day', ...(optional ? { optional } : {}) })
const line = (name: string, label: string, optional?: true): Field => ({ name, label, as: 'line', ...(optional ? { optional } : {}) })
const long = (name: string, label: string, optional?: true): Field => ({ name, label, as: 'long', ...(optional ? { optional } : {}) })
const list = (name: string, label: string): Field => ({ name, label, as: 'list' })
const one = (name: string, label: string, labels: Readonly<Record<string, string>>): Field => ({ name, label, as: 'one', labels })
const grade = (name: string, label: string): Field => one(name, label, GradeLabels)
/** To whom a report on a serious breach may go (R-TEST-13, R-BREACH-6). */
const police = { police_decision: AddresseeLabels.police_decision, police_execution: AddresseeLabels.police_execution }

/** The fields of each form, by the names the server knows. */
export const fieldsOf: Readonly<Record<DecisionKind, readonly Field[]>> = {
  leave_request: [day('from', f.from), day('until', f.until), line('destination', f.destination), one('reason', f.reason, LeaveReasonLabels), line('contact', f.contact, true)],
  leave_approval: [day('from', f.from), day('until', f.until)],
  leave_denial: [day('from', f.from), long('reason', f.why)],
  leave_extension: [day('until', f.newUntil)],
  leave_return: [line('note', f.note, true)],
  determination: [one('ground', f.ground, BreachGroundLabels), long('facts', f.facts), list('evidence', f.evidence)],
  withdrawal: [{ name: 'determination', label: '', as: 'hidden' }, long('reason', f.why), { name: 'addressees', label: f.toldOf, as: 'many', labels: police }],
  breach_report: [{ name: 'addressees', label: f.addressees, as: 'many', labels: police }],
  detention: [one('detention', f.detention, DetentionKindLabels), line('site', f.site), line('paper', f.paper, true), { name: 'suspends', label: f.suspends, as: 'yes' }],
  release: [line('paper', f.paper, true)],
  ending: [one('ending', f.ending, EndingKindLabels), line('paper', f.paper)],
  transfer_request: [one('ground', f.transferGround, TransferGroundLabels), line('new_place', f.newPlace)],
  transfer_notice: [],
  transfer_form: [long('opinion', f.opinion)],
  transfer_approval: [day('notice_received', f.noticeReceived, true)],
  transfer_denial: [long('reasons', f.reasons)],
  dossier_handover: [line('receipt', f.receipt, true)],
  transfer_arrival: [line('new_place', f.newPlace)],
  final_assessment: [
    grade('cooperation', f.cooperation),
    grade('conduct', f.conduct),
    grade('recovery', f.recovery),
    grade('conclusion', f.conclusion),
    long('violations', f.violations, true),
    long('advice', f.advice),
    list('members', f.members),
  ],
  discharge_proposal: [long('summary', f.summary)],
  discharge_notice: [line('notice_no', f.noticeNo)],
  discharge_receipt: [],
  other_measure: [one('measure', f.measure, OtherMeasureLabels), one('step', f.step, OtherStepLabels), line('place', f.place), line('note', f.note, true)],
}

/** What somebody typed, by field; a list has a line for each, codes are parted by blanks. */
export type Draft = Record<string, string>

/** What is known before anybody types. */
export function blank(kind: DecisionKind, sheet: DecisionSheet): Draft {
  const draft: Draft = Object.fromEntries(fieldsOf[kind].map((field) => [field.name, '']))
  const asked = sheet.leave_asked
  switch (kind) {
    case 'leave_approval':
      return { ...draft, from: asked?.from ?? '', until: asked?.until ?? '' }
    case 'leave_denial':
      return { ...draft, from: asked?.from ?? '' }
    case 'determination':
      return { ...draft, evidence: sheet.evidence.join('\n') }
    case 'withdrawal':
      return { ...draft, determination: sheet.open.find((one) => one.kind === kind)?.event ?? '', addressees: sheet.report_went_to.join(' ') }
    case 'breach_report':
      return { ...draft, addressees: Object.keys(police).join(' ') }
    case 'detention':
      return { ...draft, suspends: 'yes' }
    case 'final_assessment':
      return { ...draft, members: sheet.members.join('\n') }
    case 'discharge_proposal':
      return { ...draft, summary: sheet.summary }
    default:
      return draft
  }
}

function value(field: Field, typed: string): unknown {
  switch (field.as) {
    case 'list':
      return typed.split('\n').map((text) => text.trim()).filter((text) => text !== '')
    case 'many':
      return typed.split(' ').filter((code) => code !== '')
    case 'yes':
      return typed === 'yes'
    default:
      return field.optional && typed.trim() === '' ? null : typed
  }
}

/** The first field that must be there and is not: dates and choices the server could not even read. */
export function missing(kind: DecisionKind, draft: Draft): string | null {
  const wanted = fieldsOf[kind].find((field) => !field.optional && (field.as === 'day' || field.as === 'one') && (draft[field.name] ?? '') === '')
  return wanted?.name ?? null
}

/** The form as the server reads it; `missing` was asked before. */
export function formOf(kind: DecisionKind, draft: Draft): DecisionForm {
  const fields = fieldsOf[kind].map((field) => [field.name, value(field, draft[field.name] ?? '')] as const)
  return { kind, ...Object.fromEntries(fields) } as DecisionForm
}
