import type { AssessPeriod } from '../../common/bindings/AssessPeriod'
import type { Attachment } from '../../common/bindings/Attachment'
import type { Grade } from '../../common/bindings/Grade'
import type { Person } from '../../common/bindings/Person'
import { base, names, orNull, type Base, type FormSpec } from '../record/base'

export interface AssessmentForm extends Base {
  period: AssessPeriod
  cooperation: Grade | null
  conduct: Grade | null
  recovery: Grade | null
  conclusion: Grade | null
  violations: string
  advice: string
  members: string[]
  others: string
  photos: Attachment[]
}

/** What is owed first: the final one before the annual one before the quarterly one. */
export function owed(person: Person): AssessPeriod {
  const kinds = new Set(person.page.duties.map((duty) => duty.key.kind))
  return kinds.has('final_assessment') ? 'final' : kinds.has('annual_assessment') ? 'annual' : 'quarterly'
}

/** Who of the group may have assessed: all but the family. */
export const assessors = (person: Person | null): string[] =>
  (person?.page.group?.members ?? []).filter((m) => m.member !== 'family').map((m) => m.name)

export const assessmentSpec: FormSpec<AssessmentForm> = {
  form: 'assessment',
  blank: (person) => ({
    ...base(person),
    period: owed(person),
    cooperation: null,
    conduct: null,
    recovery: null,
    conclusion: null,
    violations: '',
    advice: '',
    members: assessors(person).slice(0, 2),
    others: '',
    photos: [],
  }),
  toFact: (form) => ({
    kind: 'assessment',
    period: form.period,
    cooperation: form.cooperation ?? 'pass',
    conduct: form.conduct ?? 'pass',
    recovery: form.recovery ?? 'pass',
    conclusion: form.conclusion ?? 'pass',
    violations: orNull(form.violations),
    advice: form.advice.trim(),
    members: [...form.members, ...names(form.others)],
    attachments: form.photos,
  }),
  lacks: (form) =>
    (['cooperation', 'conduct', 'recovery', 'conclusion'] as const).find((field) => form[field] === null) ?? null,
  fromFact: (fact, blank) =>
    fact.kind !== 'assessment'
      ? blank
      : {
          ...blank,
          period: fact.period,
          cooperation: fact.cooperation,
          conduct: fact.conduct,
          recovery: fact.recovery,
          conclusion: fact.conclusion,
          violations: fact.violations ?? '',
          advice: fact.advice,
          members: [],
          others: fact.members.join('、'),
          photos: fact.attachments ?? [],
        },
}
