import type { Attachment } from '../../common/bindings/Attachment'
import { LivingStatusLabels, MoodLabels } from '../../common/bindings/labels'
import { forms } from '../../common/words/forms'
import { base, type Base, type FormSpec } from '../record/base'
import { recorded } from '../../common/language'

type YesNo = 'yes' | 'no'
export interface ReportForm extends Base {
  face: YesNo
  written: YesNo
  /** What the report says, in the words of a chip or in others. */
  rehab: string | null
  living: string | null
  mental: string | null
  words: string
  photos: Attachment[]
}

/** The chips, and what an earlier record says instead. */
export function choices(known: readonly string[], now: string | null): { value: string; label: string }[] {
  const all = now !== null && now !== '' && !known.includes(now) ? [...known, now] : known
  return all.map((value) => ({ value, label: value }))
}
export const rehabs: readonly string[] = recorded(forms.report).rehabs
export const livings: readonly string[] = Object.values(recorded(LivingStatusLabels))
export const mentals: readonly string[] = Object.values(recorded(MoodLabels))

export const reportSpec: FormSpec<ReportForm> = {
  form: 'report',
  blank: (person) => ({
    ...base(person),
    face: 'yes',
    written: 'yes',
    rehab: null,
    living: null,
    mental: null,
    words: '',
    photos: [],
  }),
  toFact: (form) => ({
    kind: 'self_report',
    written: form.written === 'yes',
    face_to_face: form.face === 'yes',
    rehabilitation: form.rehab ?? '',
    livelihood: form.living ?? '',
    mental: form.mental ?? '',
    family: form.words.trim(),
    attachments: form.photos,
  }),
  fromFact: (fact, blank) =>
    fact.kind !== 'self_report'
      ? blank
      : {
          ...blank,
          face: fact.face_to_face ? 'yes' : 'no',
          written: fact.written ? 'yes' : 'no',
          rehab: fact.rehabilitation || null,
          living: fact.livelihood || null,
          mental: fact.mental || null,
          words: fact.family,
          photos: fact.attachments ?? [],
        },
}
