import { AddresseeLabels, BreachSeriesLabels, FoundOutcomeLabels, RefusalMannerLabels, ServeLabels, UploadMatterLabels } from '../../common/bindings/labels'
import type { Addressee } from '../../common/bindings/console/Addressee'
import type { Blank } from '../../common/bindings/console/Blank'
import type { BreachSeries } from '../../common/bindings/console/BreachSeries'
import type { RefusalManner } from '../../common/bindings/console/RefusalManner'
import type { FoundOutcome } from '../../common/bindings/console/FoundOutcome'
import type { GroupMember } from '../../common/bindings/console/GroupMember'
import type { Paper } from '../../common/bindings/console/Paper'
import type { PersonFilter } from '../../common/bindings/console/PersonFilter'
import type { Serve } from '../../common/bindings/console/Serve'
import type { Step } from '../../common/bindings/console/Step'
import type { UploadMatter } from '../../common/bindings/console/UploadMatter'
import { optionsOf } from '../controls/options'
import { step as words } from '../words/intake'

/* The forms of the counter, each a list of fields and what they become. What is right is the server's to judge. */
export const stepKinds = ['details', 'plan', 'group', 'refused', 'admonition', 'justified', 'unjustified', 'notice', 'report', 'upload', 'found', 'discharge_served'] as const
export type StepKind = (typeof stepKinds)[number]
export const isStepKind = (kind: string): kind is StepKind => (stepKinds as readonly string[]).includes(kind)

export interface Field {
  key: string
  label: string
  type: 'line' | 'long' | 'day' | 'moment' | 'chips' | 'multi' | 'select'
  options?: readonly { value: string; label: string }[]
  optional?: boolean
  hint?: string
}
export interface MemberRow {
  member: GroupMember
  name: string
  phone: string
}
export type Values = Record<string, string>

/** The paper whose blanks a form asks for beside its own fields. */
export const paperOf: Partial<Record<StepKind, Paper>> = { details: 'D02', plan: 'D04', group: 'D05' }

/** Whom a form may be about. */
export const filterOf: Record<StepKind, PersonFilter> = {
  details: 'active',
  plan: 'active',
  group: 'active',
  refused: 'active',
  admonition: 'active',
  justified: 'registered',
  unjustified: 'registered',
  notice: 'registered',
  report: 'registered',
  upload: 'all',
  found: 'registered',
  discharge_served: 'closed',
}

const yesNo = [
  { value: 'true', label: words.yes },
  { value: 'false', label: words.no },
]

const own: Record<StepKind, readonly Field[]> = {
  details: [],
  group: [],
  plan: [
    { key: 'drug_history', label: words.drugHistory, type: 'long' },
    { key: 'treatment', label: words.treatment, type: 'long' },
    { key: 'counselling_plan', label: words.counselling, type: 'long' },
    { key: 'support_plan', label: words.support, type: 'long' },
    { key: 'maintenance_advised', label: words.maintenance, type: 'chips', options: yesNo },
  ],
  refused: [
    { key: 'manner', label: words.refusal, type: 'chips', options: optionsOf<RefusalManner>(RefusalMannerLabels) },
    { key: 'place', label: words.refusedAt, type: 'line' },
    { key: 'notice_proof', label: words.noticeProof, type: 'line', optional: true, hint: words.noticeHint },
    { key: 'witness', label: words.witness, type: 'line', optional: true },
    { key: 'facts', label: words.facts, type: 'long' },
  ],
  admonition: [
    { key: 'series', label: words.series, type: 'chips', options: optionsOf<BreachSeries>(BreachSeriesLabels) },
    { key: 'served', label: words.manner, type: 'chips', options: optionsOf<Serve>(ServeLabels), optional: true },
  ],
  justified: [
    { key: 'reason', label: words.reason, type: 'long' },
    { key: 'proof', label: words.proof, type: 'line', optional: true },
    { key: 'new_date', label: words.newDate, type: 'day', optional: true },
  ],
  unjustified: [
    { key: 'reason', label: words.said, type: 'long' },
    { key: 'proof', label: words.proof, type: 'line', optional: true },
    { key: 'why', label: words.whyNot, type: 'long' },
  ],
  notice: [
    { key: 'receiver', label: words.receiver, type: 'line' },
    { key: 'manner', label: words.manner, type: 'chips', options: optionsOf<Serve>(ServeLabels) },
  ],
  report: [{ key: 'addressees', label: words.addressees, type: 'multi', options: optionsOf<Addressee>(AddresseeLabels, ['police_decision', 'police_execution']), hint: words.bothPolice }],
  upload: [
    { key: 'matter', label: words.matter, type: 'chips', options: optionsOf<UploadMatter>(UploadMatterLabels) },
    { key: 'told_by', label: words.toldBy, type: 'line' },
    { key: 'reference', label: words.reference, type: 'line', optional: true },
    { key: 'control_from', label: words.control, type: 'day', optional: true },
  ],
  found: [
    { key: 'organ', label: words.organ, type: 'line' },
    { key: 'place', label: words.place, type: 'line' },
    { key: 'outcome', label: words.outcome, type: 'chips', options: optionsOf<FoundOutcome>(FoundOutcomeLabels) },
    { key: 'paper', label: words.paper, type: 'line', optional: true, hint: words.paperHint },
  ],
  discharge_served: [
    { key: 'person', label: words.servedPerson, type: 'day', optional: true },
    { key: 'family', label: words.servedFamily, type: 'day', optional: true },
  ],
}
export const fieldsOf = (kind: StepKind): readonly Field[] => own[kind]

/** What is there before anybody types. */
export const startOf = (kind: StepKind): Values => (kind === 'report' ? { addressees: 'police_decision,police_execution' } : {})

/** A blank of a paper as a field of the form. */
export function fieldOfBlank(blank: Blank): Field {
  const base = { key: blank.key, label: blank.label, optional: !blank.required, ...(blank.required ? { hint: words.required } : {}) }
  const options = blank.options.map((o) => ({ value: o.code, label: o.label }))
  switch (blank.kind) {
    case 'date':
      return { ...base, type: 'day' }
    case 'flag':
      return { ...base, type: 'chips', options: yesNo }
    case 'code':
      return { ...base, type: options.length > 7 ? 'select' : 'chips', options }
    case 'codes':
      return { ...base, type: 'multi', options }
    case 'time':
      return { ...base, type: 'moment' }
    case 'text':
    case 'int':
      return { ...base, type: 'line' }
  }
}

const filled = (fields: Values): Values => Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim() !== ''))
const orNull = (text: string | undefined): string | null => (text === undefined || text.trim() === '' ? null : text.trim())

/** Keys of own fields that are empty and must not be. */
export const missingOf = (kind: StepKind, values: Values): string[] =>
  own[kind].filter((field) => !field.optional && (values[field.key] ?? '').trim() === '').map((field) => field.key)

/** Only once nothing is missing. */
export function stepOf(kind: StepKind, values: Values, fields: Values, members: readonly MemberRow[]): Step {
  const say = (key: string) => values[key] ?? ''
  switch (kind) {
    case 'details':
      return { kind, fields: filled(fields) }
    case 'plan': {
      const plan = {
        drug_history: say('drug_history'),
        treatment: say('treatment'),
        counselling_plan: say('counselling_plan'),
        support_plan: say('support_plan'),
        maintenance_advised: say('maintenance_advised') === 'true',
      }
      return { kind, plan, fields: filled(fields) }
    }
    case 'group':
      return { kind, members: named(members).map((m) => ({ member: m.member, name: m.name.trim(), phone: orNull(m.phone) })), fields: filled(fields) }
    case 'refused':
      return { kind, manner: say('manner') as RefusalManner, place: say('place'), facts: say('facts'), notice_proof: orNull(values['notice_proof']), witness: orNull(values['witness']) }
    case 'admonition':
      return { kind, series: say('series') as BreachSeries, served: orNull(values['served']) as Serve | null }
    case 'justified':
      return { kind, reason: say('reason'), proof: orNull(values['proof']), new_date: orNull(values['new_date']) }
    case 'unjustified':
      return { kind, reason: say('reason'), proof: orNull(values['proof']), why: say('why') }
    case 'notice':
      return { kind, receiver: say('receiver'), manner: say('manner') as Serve }
    case 'report':
      return { kind, addressees: say('addressees').split(',') as Addressee[] }
    case 'upload':
      return { kind, matter: say('matter') as UploadMatter, told_by: say('told_by'), reference: orNull(values['reference']), control_from: orNull(values['control_from']) }
    case 'found':
      return { kind, organ: say('organ'), place: say('place'), outcome: say('outcome') as FoundOutcome, paper: orNull(values['paper']) }
    case 'discharge_served':
      return { kind, person: orNull(values['person']), family: orNull(values['family']) }
  }
}

export const named = (members: readonly MemberRow[]): MemberRow[] => members.filter((m) => m.name.trim() !== '')

/** A row for each kind, those there are first. */
export function memberRows(known: readonly { member: GroupMember; name: string; phone: string | null }[], kinds: readonly GroupMember[]): MemberRow[] {
  return kinds.flatMap((kind) => {
    const own = known.filter((m) => m.member === kind).map((m) => ({ member: kind, name: m.name, phone: m.phone ?? '' }))
    return own.length > 0 ? own : [{ member: kind, name: '', phone: '' }]
  })
}
