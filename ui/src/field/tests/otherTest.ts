import type { Attachment } from '../../common/bindings/Attachment'
import type { DrugTest } from '../../common/bindings/DrugTest'
import type { Kit } from '../../common/bindings/Kit'
import type { TestMethod } from '../../common/bindings/TestMethod'
import type { TestResult } from '../../common/bindings/TestResult'
import type { UserId } from '../../common/bindings/UserId'

/** Tests of one person that no morning's session holds. */
export const kinds = ['makeup', 'forced', 'entrusted', 'out_of_area'] as const
export type Kind = (typeof kinds)[number]
export const isKind = (text: string): text is Kind => (kinds as readonly string[]).includes(text)

export interface OtherForm {
  day: string
  method: TestMethod
  result: TestResult | null
  place: string
  tester: UserId | null
  second: string
  covers: string[]
  a: string
  b: string
  approver: string
  photos: Attachment[]
  /** 收到日期 of a certificate. */
  arrived: string
}

/** What is taken elsewhere has a day of its own; the rest is taken now. */
export const elsewhere = (kind: Kind): boolean => kind === 'entrusted' || kind === 'out_of_area'
export const wantsNumbers = (kind: Kind, result: TestResult | null): boolean =>
  kind === 'makeup' || (kind === 'forced' && result === 'positive')

export function isWhole(kind: Kind, form: OtherForm, approved: boolean): boolean {
  const said = form.result !== null && form.tester !== null && form.place.trim() !== '' && form.second.trim() !== ''
  const sealed = !wantsNumbers(kind, form.result) || (form.a.trim() !== '' && form.b.trim() !== '')
  const named = kind !== 'makeup' || form.covers.length > 0
  const allowed = kind !== 'forced' || approved || form.approver.trim() !== ''
  const shown = !elsewhere(kind) || form.result === 'pending' || form.photos.length > 0
  return said && sealed && named && allowed && shown
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
