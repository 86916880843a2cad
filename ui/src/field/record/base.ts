import type { Attachment } from '../../common/bindings/Attachment'
import type { Fact } from '../../common/bindings/Fact'
import type { Form } from '../../common/bindings/Form'
import type { LateNote } from '../../common/bindings/LateNote'
import type { LateSource } from '../../common/bindings/LateSource'
import type { Person } from '../../common/bindings/Person'
import { beijing, daysBetween } from '../../common/dates'
import type { DraftWhat } from '../draftText'

export type DayPart = 'morning' | 'afternoon' | 'evening'

/** 补录: shown, and sent, only where the day asks for it. */
export interface LateForm {
  reason: string
  source: LateSource
  photos: Attachment[]
}

/** What every form holds. */
export interface Base {
  day: string
  part: DayPart
  late: LateForm
  /** 更正: why, where the form mends a record. */
  mendReason: string
}

/** One form: its blank, and its way to a fact and back. */
export interface FormSpec<F extends Base> {
  form: Form
  /** Which of several screens of one form; kept in the draft, so that it opens its own. */
  what?: DraftWhat
  blank: (person: Person) => F
  /** `now`: the phone's own time, where the fact says when something was told. */
  toFact: (form: F, now?: string) => Fact
  /** What the same act makes beside the fact: saved with it or not at all. */
  beside?: (form: F, now: string) => Beside
  /** Photos of the form that are what a late record is written from. */
  evidence?: (form: F) => readonly Attachment[]
  /** The field that is still to be chosen, where a fact could not say that it was not. */
  lacks?: (form: F) => string | null
  /** A record as it stands, over a blank; a fact of another kind leaves the blank. */
  fromFact: (fact: Fact, blank: F) => F
}

/** Before: what the fact rests on. After: papers that speak of it. */
export interface Beside {
  before?: readonly Fact[]
  after?: readonly Fact[]
}

/** Hour a part of the day stands for, where the exact time is not known. */
const hours: Record<DayPart, string> = { morning: '10', afternoon: '15', evening: '19' }

export function base(person: Person): Base {
  return { day: person.page.ribbon.today, part: 'morning', late: { reason: '', source: 'paper', photos: [] }, mendReason: '' }
}

export const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** Names parted by any mark people type. */
export const names = (text: string): string[] =>
  text
    .split(/[、,，;；\s]+/)
    .map((c) => c.trim())
    .filter((c) => c !== '')

/** What is of today happened just now by the phone's own time; what is of an earlier day at the hour its part stands for. */
export function happenedAt(form: Base, now: string): string {
  return form.day === beijing(now).day ? now : `${form.day}T${hours[form.part]}:00:00+08:00`
}

/** Day and part of an instant. */
export function dayOf(instant: string): { day: string; part: DayPart } {
  const { day, time } = beijing(instant)
  return { day, part: time < '12:00' ? 'morning' : time < '18:00' ? 'afternoon' : 'evening' }
}

export function isLate(form: Base, today: string, after: number): boolean {
  return today !== '' && form.day !== '' && daysBetween(form.day, today) > after
}

export function lateNote(late: LateForm, evidence: readonly Attachment[] = []): LateNote {
  return { reason: late.reason.trim(), source: late.source, attachments: late.photos.length ? late.photos : [...evidence] }
}
