import type { Attachment } from '../../common/bindings/Attachment'
import type { Breaches } from '../../common/bindings/Breaches'
import type { DrugTest } from '../../common/bindings/DrugTest'
import type { Kit } from '../../common/bindings/Kit'
import type { Person } from '../../common/bindings/Person'
import type { Roster } from '../../common/bindings/Roster'
import type { TestMethod } from '../../common/bindings/TestMethod'
import type { TestResult } from '../../common/bindings/TestResult'
import type { UserId } from '../../common/bindings/UserId'
import { recorded } from '../../common/language'
import { otherTest as words } from '../../common/words/tests'
import { base, type Base, type Beside, type FormSpec } from '../record/base'

/** Tests of one person that no morning's session holds. */
export const kinds = ['makeup', 'forced', 'entrusted', 'out_of_area'] as const
export type Kind = (typeof kinds)[number]
export const isKind = (text: string): text is Kind => (kinds as readonly string[]).includes(text)

export interface OtherForm extends Base {
  method: TestMethod
  result: TestResult | null
  place: string
  tester: UserId | null
  second: string
  covers: string[]
  a: string
  b: string
  /** 强制检测: who approved it, and why. */
  approver: string
  reason: string
  photos: Attachment[]
  /** 收到日期 of a certificate. */
  arrived: string
}

/** What the blank rests on beside the person. */
export interface Around {
  roster: Roster
  breaches: Breaches
}

/** What is taken elsewhere has a day of its own; the rest is taken now. */
export const elsewhere = (kind: Kind): boolean => kind === 'entrusted' || kind === 'out_of_area'
export const wantsNumbers = (kind: Kind, result: TestResult | null): boolean =>
  kind === 'makeup' || (kind === 'forced' && result === 'positive')

/** Missed windows that a look-back sample may still fill. */
export const windowsOf = (person: Person): { number: number; due: string }[] =>
  person.page.duties.flatMap((d) =>
    d.key.kind === 'makeup_test' && d.key.window !== null ? [{ number: d.key.window, due: d.due }] : [],
  )

function blank(kind: Kind, person: Person, around: Around | null): OtherForm {
  const roster = around?.roster
  const from = roster?.session ?? roster?.suggestion
  const sample = roster?.rows.find((r) => r.person.case === person.page.head.case)?.sample ?? ''
  const fresh = base(person)
  return {
    ...fresh,
    late: { ...fresh.late, reason: kind === 'out_of_area' ? recorded(words).lateReason : '' },
    method: kind === 'makeup' ? 'hair' : 'urine',
    result: kind === 'makeup' || kind === 'entrusted' ? 'pending' : null,
    place: elsewhere(kind) ? '' : (from?.place ?? ''),
    tester: roster?.testers.find((t) => t.user === from?.tester)?.user ?? roster?.testers[0]?.user ?? null,
    second: elsewhere(kind) ? '' : (from?.second_staff ?? ''),
    covers: windowsOf(person).map((w) => String(w.number)),
    a: sample && `${sample}A`,
    b: sample && `${sample}B`,
    approver: '',
    reason: recorded(words).forcedReason,
    photos: [],
    arrived: fresh.day,
  }
}

/** The first field that is still to be filled in, from the top. */
export function lacks(kind: Kind, form: OtherForm, approved: boolean): string | null {
  const empty = (text: string) => text.trim() === ''
  if (kind === 'makeup' && form.covers.length === 0) return 'covers'
  if (kind === 'forced' && !approved && empty(form.approver)) return 'approver'
  if (kind === 'forced' && !approved && empty(form.reason)) return 'reason'
  if (form.result === null) return 'result'
  if (wantsNumbers(kind, form.result) && empty(form.a)) return 'sample_no.a'
  if (wantsNumbers(kind, form.result) && empty(form.b)) return 'sample_no.b'
  if (empty(form.place)) return 'place'
  if (empty(form.second)) return 'second_staff'
  if (elsewhere(kind) && form.result !== 'pending' && form.photos.length === 0) return 'attachments'
  return form.tester === null ? 'tester' : null
}

export function toTest(kind: Kind, form: OtherForm, kit: Kit | null, told: string): DrugTest {
  const known = form.result === 'negative' || form.result === 'positive'
  return {
    setting: kind,
    method: form.method,
    result: form.result ?? 'pending',
    place: form.place.trim(),
    tester: form.tester ?? '',
    second_staff: form.second.trim(),
    kit: kind === 'forced' ? kit : null,
    sample_no: wantsNumbers(kind, form.result) ? { a: form.a.trim(), b: form.b.trim() } : null,
    covers: kind === 'makeup' ? form.covers.map(Number) : [],
    remarks: null,
    panel: [],
    told: known && !elsewhere(kind) ? { at: told, signing: null } : null,
    attachments: form.photos,
  }
}

/** The approval a forced test rests on; the certificate a result from elsewhere comes with. */
export function besideTest(kind: Kind, form: OtherForm, approved: boolean): Beside {
  if (kind === 'forced' && !approved)
    return {
      before: [{ kind: 'forced_test_approved', approver: form.approver.trim(), reason: form.reason.trim(), attachments: [] }],
    }
  if (kind !== 'out_of_area') return {}
  const fields = { officer: form.second.trim(), arrived_at: form.arrived, scan: form.photos[0]?.id ?? '' }
  return { after: [{ kind: 'paper_filled', paper: 'X05', about: null, fields, attachments: form.photos }] }
}

export function otherSpec(kind: Kind, around: () => Around | null): FormSpec<OtherForm> {
  const approved = () => around()?.breaches.forced_approved ?? false
  return {
    form: 'test',
    what: kind,
    blank: (person) => blank(kind, person, around()),
    toFact: (form, now = '') => ({ kind: 'drug_test', ...toTest(kind, form, around()?.roster.session?.kit ?? null, now) }),
    beside: (form) => besideTest(kind, form, approved()),
    evidence: (form) => form.photos,
    lacks: (form) => lacks(kind, form, approved()),
    // A test is not rewritten on a phone.
    fromFact: (_, fresh) => fresh,
  }
}
