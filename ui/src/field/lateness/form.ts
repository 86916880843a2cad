import type { Attachment } from '../../common/bindings/Attachment'
import type { Serve } from '../../common/bindings/Serve'
import { base, orNull, type Base, type FormSpec } from '../record/base'

/* 逾期未报到: the notice served, and reasons the office accepts. */

export interface NoticeForm extends Base {
  manner: Serve
  receiver: string
  photos: Attachment[]
}
/** Whose name the field asks for: the person's own stands there only where the person signs. */
export function receiverFor(manner: Serve, receiver: string, name: string): string {
  const own = manner === 'in_person' || manner === 'by_post'
  if (own) return receiver.trim() === '' ? name : receiver
  return receiver.trim() === name ? '' : receiver
}

export const overdueNoticeSpec: FormSpec<NoticeForm> = {
  form: 'overdue_notice',
  blank: (person) => ({ ...base(person), manner: 'in_person', receiver: person.page.head.name, photos: [] }),
  toFact: (form) => ({
    kind: 'overdue_notice_served',
    receiver: form.receiver.trim(),
    manner: form.manner,
    attachments: form.photos,
  }),
  fromFact: (fact, blank) =>
    fact.kind !== 'overdue_notice_served'
      ? blank
      : { ...blank, manner: fact.manner, receiver: fact.receiver, photos: fact.attachments ?? [] },
}

export interface LatenessForm extends Base {
  reason: string
  proof: string
  newDate: string
  photos: Attachment[]
}
export const latenessSpec: FormSpec<LatenessForm> = {
  form: 'lateness',
  blank: (person) => ({ ...base(person), reason: '', proof: '', newDate: '', photos: [] }),
  toFact: (form) => ({
    kind: 'lateness_justified',
    reason: form.reason.trim(),
    proof: orNull(form.proof),
    new_date: orNull(form.newDate),
    attachments: form.photos,
  }),
  fromFact: (fact, blank) =>
    fact.kind !== 'lateness_justified'
      ? blank
      : {
          ...blank,
          reason: fact.reason,
          proof: fact.proof ?? '',
          newDate: fact.new_date ?? '',
          photos: fact.attachments ?? [],
        },
}
