import { reactive } from 'vue'
import type { BroughtBy } from '../../common/bindings/console/BroughtBy'
import type { IdType } from '../../common/bindings/console/IdType'
import type { Measure } from '../../common/bindings/console/Measure'
import type { OpenCaseRequest } from '../../common/bindings/console/OpenCaseRequest'
import type { Problem } from '../../common/bindings/console/Problem'
import type { RecoveryGround } from '../../common/bindings/console/RecoveryGround'
import type { Sex } from '../../common/bindings/console/Sex'
import type { Special } from '../../common/bindings/console/Special'
import type { ReportInRequest } from '../../common/bindings/console/ReportInRequest'
import { momentOf } from '../controls/moment'
import { forgetForOthers } from '../session'
import { tidyNumber } from './idNumber'

export interface OrderForm {
  measure: Measure | null
  decided_on: string
  term_months: string
  order_no: string
  authority: string
  recovery_ground: RecoveryGround | null
  received_by_person: string
  received_by_family: string
  isolation_release: string
  execution_place: string
  office_notified: string
  facts_basis: string
  /** The person came with the paper. */
  came_along: '' | 'true'
  report_day: string
  report_time: string
  brought_by: BroughtBy | null
  name: string
  id_type: IdType
  number: string
  sex: Sex | null
  birth: string
  phone: string
  village: string
  residence: string
  special: Special | null
  workers: string[]
}
export type OrderField = keyof OrderForm

export function emptyOrder(): OrderForm {
  return {
    measure: null,
    decided_on: '',
    term_months: '',
    order_no: '',
    authority: '',
    recovery_ground: null,
    received_by_person: '',
    received_by_family: '',
    isolation_release: '',
    execution_place: '',
    office_notified: '',
    facts_basis: '',
    came_along: '',
    report_day: '',
    report_time: '',
    brought_by: null,
    name: '',
    id_type: 'idcard',
    number: '',
    sex: null,
    birth: '',
    phone: '',
    village: '',
    residence: '',
    special: null,
    workers: [],
  }
}

/** What is being typed. Lives in memory only, so that a session's end or a look at another page loses nothing. */
export const draft = reactive(emptyOrder())
export function clearDraft(): void {
  Object.assign(draft, emptyOrder())
}
forgetForOthers(clearDraft)
export function isEmpty(form: OrderForm): boolean {
  return JSON.stringify(form) === JSON.stringify(emptyOrder())
}

/** Fields an order cannot do without; everything else about them is the server's to judge. */
export function missingIn(form: OrderForm): OrderField[] {
  const always: OrderField[] = ['measure', 'decided_on', 'term_months', 'order_no', 'authority', 'name', 'sex', 'village', 'residence']
  const asked: OrderField[] = [
    ...always,
    ...(form.measure === 'recovery' ? (['recovery_ground'] as const) : []),
    ...(form.id_type === 'none' ? [] : (['number'] as const)),
    ...(form.came_along === 'true' ? (['report_day', 'report_time', 'brought_by'] as const) : []),
  ]
  return asked.filter((field) => {
    const value = form[field]
    return value === null || (typeof value === 'string' && value.trim() === '')
  })
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** Fields of the decision that no other fact carries; those left empty are not sent. */
function paperFields(form: OrderForm): Record<string, string> {
  const { execution_place, office_notified, facts_basis } = form
  return Object.fromEntries(Object.entries({ execution_place, office_notified, facts_basis }).filter(([, value]) => value.trim() !== ''))
}

function reportIn(form: OrderForm): ReportInRequest | null {
  if (form.came_along !== 'true' || form.brought_by === null) return null
  return { happened_at: momentOf(form.report_day, form.report_time), brought_by: form.brought_by }
}

/** `null` while a field that must be there is not, or the term is no number. */
export function orderRequest(form: OrderForm, confirmDuplicate: boolean, draftId: string | null = null): OpenCaseRequest | null {
  const { measure, sex } = form
  const term = Number(form.term_months)
  if (measure === null || sex === null || !/^\d{1,3}$/.test(form.term_months.trim()) || term > 255) return null
  return {
    decided_on: form.decided_on,
    order: {
      measure,
      term_months: term,
      order_no: form.order_no.trim(),
      authority: form.authority.trim(),
      recovery_ground: measure === 'recovery' ? form.recovery_ground : null,
      received_by_person: orNull(form.received_by_person),
      received_by_family: orNull(form.received_by_family),
      isolation_release: orNull(form.isolation_release),
      person: {
        name: form.name.trim(),
        sex,
        birth: orNull(form.birth),
        id: { id_type: form.id_type, number: form.id_type === 'none' ? '' : tidyNumber(form.number) },
        phone: orNull(form.phone.normalize('NFKC')),
        village: form.village.trim(),
        residence: form.residence.trim(),
        special: form.special,
      },
    },
    workers: [...form.workers],
    confirm_duplicate: confirmDuplicate,
    fields: paperFields(form),
    report_in: reportIn(form),
    draft: draftId,
  }
}

/** The field of the form a problem speaks of: by the last part of its path, else by its code. */
export function fieldOf(problem: Problem, form: OrderForm): OrderField | null {
  const leaf = problem.field?.split('.').at(-1) ?? ''
  if (leaf === 'id' || leaf === 'id_number') return 'number'
  if (problem.field === 'report_in.happened_at') return 'report_day'
  if (Object.prototype.hasOwnProperty.call(form, leaf)) return leaf as OrderField
  switch (problem.code) {
    case 'id_length':
    case 'id_characters':
    case 'id_birth_date':
    case 'id_check_digit':
    case 'duplicate_id_number':
      return 'number'
    case 'phone_malformed':
      return 'phone'
    case 'term_out_of_range':
      return 'term_months'
    case 'happened_in_future':
      return 'decided_on'
    default:
      return null
  }
}
