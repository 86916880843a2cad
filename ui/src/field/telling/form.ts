import type { Attachment } from '../../common/bindings/Attachment'
import { forms } from '../../common/words/forms'
import { base, type Base, type FormSpec } from '../record/base'
import { recorded } from '../../common/language'

export type Told = keyof typeof forms.telling.tolds
export const tolds = Object.keys(forms.telling.tolds) as Told[]

export interface TellingForm extends Base {
  told: Told[]
  witness: string
  signature: Attachment | null
  photos: Attachment[]
}

/** The labels as they stand in the paper. */
const sayTold = (told: readonly Told[]) => tolds.filter((t) => told.includes(t)).map((t) => recorded(forms.telling.tolds)[t]).join('、')

export const tellingSpec: FormSpec<TellingForm> = {
  form: 'telling',
  blank: (person) => ({ ...base(person), told: [], witness: '', signature: null, photos: [] }),
  lacks: (form) => {
    if (form.told.length < tolds.length) return 'fields.told'
    return form.signature === null && form.photos.length === 0 ? 'fields.signed' : null
  },
  toFact: (form) => {
    const signed = form.signature ?? form.photos[0] ?? null
    const fields: Record<string, string> = { told: sayTold(form.told) }
    if (signed) fields['signed'] = signed.id
    if (form.witness.trim()) fields['witness'] = form.witness.trim()
    const attachments = [...(form.signature ? [form.signature] : []), ...form.photos]
    return { kind: 'paper_filled', paper: 'D03', about: null, fields, attachments }
  },
  fromFact: (fact, blank) => {
    if (fact.kind !== 'paper_filled') return blank
    const all = fact.attachments ?? []
    return {
      ...blank,
      told: tolds.filter((t) => (fact.fields['told'] ?? '').includes(recorded(forms.telling.tolds)[t])),
      witness: fact.fields['witness'] ?? '',
      signature: all.find((a) => a.purpose === 'signature') ?? null,
      photos: all.filter((a) => a.purpose !== 'signature'),
    }
  },
}
