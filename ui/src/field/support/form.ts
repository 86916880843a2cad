import type { Attachment } from '../../common/bindings/Attachment'
import type { Form } from '../../common/bindings/Form'
import type { GuidanceKind } from '../../common/bindings/GuidanceKind'
import type { SupportKind } from '../../common/bindings/SupportKind'
import type { SupportOutcome } from '../../common/bindings/SupportOutcome'
import { SupportKindLabels } from '../../common/bindings/labels'
import { base, orNull, type Base, type FormSpec } from '../record/base'

export interface GuidanceForm extends Base {
  kind: GuidanceKind
  content: string
  attendees: string
  photos: Attachment[]
}

export const guidanceSpec: FormSpec<GuidanceForm> = {
  form: 'guidance',
  blank: (person) => ({ ...base(person), kind: 'individual', content: '', attendees: '', photos: [] }),
  toFact: (form) => ({
    kind: 'guidance_given',
    guidance: form.kind,
    content: form.content.trim(),
    attendees: form.kind === 'individual' ? 1 : Number.parseInt(form.attendees, 10) || 0,
    attachments: form.photos,
  }),
  fromFact: (fact, blank) =>
    fact.kind !== 'guidance_given'
      ? blank
      : {
          ...blank,
          kind: fact.guidance,
          content: fact.content,
          attendees: fact.guidance === 'individual' ? '' : String(fact.attendees),
          photos: fact.attachments ?? [],
        },
}

export type SupportFormName = Extract<Form, 'counselling' | 'support' | 'other_measure'>

/** The kinds each form offers, the common ones first. */
export const kindsOf: Record<SupportFormName, readonly SupportKind[]> = {
  counselling: ['counselling'],
  other_measure: ['maintenance', 'voluntary_treatment', 'recovery_site'],
  support: [
    'placement',
    'training',
    'minimum_living',
    'medical',
    'temporary_aid',
    'job_registration',
    'unemployment',
    'hard_to_employ',
    'group_placement',
    'public_post',
    'self_employment',
    'insurance',
    'insurance_subsidy',
    'destitute',
    'study',
    'drug_knowledge',
    'legal_aid',
    'other',
  ],
}
export const kindOptions = (kinds: readonly SupportKind[]) =>
  kinds.map((value) => ({ value, label: SupportKindLabels[value] }))

export interface SupportForm extends Base {
  kind: SupportKind | null
  content: string
  partner: string
  outcome: SupportOutcome | null
  photos: Attachment[]
}

export function supportSpec(form: SupportFormName): FormSpec<SupportForm> {
  const first = kindsOf[form][0] ?? null
  return {
    form,
    blank: (person) => ({
      ...base(person),
      kind: first,
      content: '',
      partner: '',
      outcome: null,
      photos: [],
    }),
    toFact: (f) => ({
      kind: 'support_given',
      support: f.kind ?? first ?? 'other',
      content: f.content.trim(),
      partner: orNull(f.partner),
      outcome: f.outcome,
      attachments: f.photos,
    }),
    fromFact: (fact, blank) =>
      fact.kind !== 'support_given'
        ? blank
        : {
            ...blank,
            kind: fact.support,
            content: fact.content,
            partner: fact.partner ?? '',
            outcome: fact.outcome,
            photos: fact.attachments ?? [],
          },
  }
}
