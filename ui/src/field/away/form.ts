import type { Attachment } from '../../common/bindings/Attachment'
import type { LeaveReason } from '../../common/bindings/LeaveReason'
import { addDays, daysBetween } from '../../common/dates'
import { base, orNull, type Base, type FormSpec } from '../record/base'

/* 外出、请假. Days are civil days as the phone's store sees them. */

export interface AbsenceForm extends Base {
  what: 'found' | 'back'
  from: string
  until: string
  facts: string
  photos: Attachment[]
}

export const absenceSpec: FormSpec<AbsenceForm> = {
  form: 'absence',
  blank: (person) => {
    const start = base(person)
    const since = person.away.absent_since
    return { ...start, what: since ? 'back' : 'found', from: since ?? start.day, until: start.day, facts: '', photos: [] }
  },
  toFact: (form) => ({
    kind: 'absence',
    from: form.from,
    until: form.what === 'back' ? form.until : null,
    facts: form.facts.trim(),
    attachments: form.photos,
  }),
  fromFact: (fact, blank) =>
    fact.kind !== 'absence'
      ? blank
      : {
          ...blank,
          what: fact.until === null ? 'found' : 'back',
          from: fact.from,
          until: fact.until ?? blank.day,
          facts: fact.facts,
          photos: fact.attachments ?? [],
        },
}

/** Lengths offered as one tap. */
export const leaveDays = ['3', '5', '7'] as const
export type LeaveDays = (typeof leaveDays)[number]

export interface LeaveForm extends Base {
  from: string
  until: string
  destination: string
  reason: LeaveReason
  contact: string
  photos: Attachment[]
}

/** The chip the dates stand for, if any. */
export const daysOf = (form: LeaveForm): LeaveDays | null =>
  leaveDays.find((n) => daysBetween(form.from, form.until) === Number(n)) ?? null

/** A new leave from tomorrow; one that runs is made longer from its day of return. */
export const leaveSpec: FormSpec<LeaveForm> = {
  form: 'leave',
  blank: (person) => {
    const start = base(person)
    const running = person.away.leave?.approved ? person.away.leave : null
    const from = running?.from ?? addDays(start.day, 1)
    return {
      ...start,
      from,
      until: running ? addDays(running.until, 3) : addDays(from, 3),
      destination: running?.destination ?? '',
      reason: 'work',
      contact: person.page.head.phone ?? '',
      photos: [],
    }
  },
  toFact: (form) => ({
    kind: 'leave_requested',
    from: form.from,
    until: form.until,
    destination: form.destination.trim(),
    reason: form.reason,
    contact: orNull(form.contact),
    attachments: form.photos,
  }),
  fromFact: (fact, blank) =>
    fact.kind !== 'leave_requested'
      ? blank
      : {
          ...blank,
          from: fact.from,
          until: fact.until,
          destination: fact.destination,
          reason: fact.reason,
          contact: fact.contact ?? '',
          photos: fact.attachments ?? [],
        },
}

export interface ReturnForm extends Base {
  note: string
  photos: Attachment[]
}
export const returnSpec: FormSpec<ReturnForm> = {
  form: 'leave_return',
  blank: (person) => ({ ...base(person), note: '', photos: [] }),
  toFact: (form) => ({ kind: 'leave_returned', note: orNull(form.note), attachments: form.photos }),
  fromFact: (fact, blank) =>
    fact.kind !== 'leave_returned' ? blank : { ...blank, note: fact.note ?? '', photos: fact.attachments ?? [] },
}

export interface ApprovalForm extends Base {
  from: string
  until: string
}
export const approvalSpec: FormSpec<ApprovalForm> = {
  form: 'leave_approval',
  blank: (person) => {
    const start = base(person)
    const asked = person.away.asked ?? person.away.leave
    return { ...start, from: asked?.from ?? addDays(start.day, 1), until: asked?.until ?? addDays(start.day, 4) }
  },
  toFact: (form) => ({ kind: 'leave_approved', from: form.from, until: form.until }),
  fromFact: (fact, blank) => (fact.kind !== 'leave_approved' ? blank : { ...blank, from: fact.from, until: fact.until }),
}
