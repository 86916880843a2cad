import type { Form } from '../common/bindings/Form'
import { FormLabels } from '../common/bindings/labels'
import type { OpenedRecord } from '../common/bindings/OpenedRecord'

/* What the phone's forms meet in the gallery. */
const police: readonly Form[] = ['test', 'forced_test']
const office: readonly Form[] = ['leave_approval', 'admonition', 'lateness', 'group']

/** Forms of a role. */
export function forms(role: 'worker' | 'police'): Form[] {
  const all = Object.keys(FormLabels) as Form[]
  return all.filter((form) => !office.includes(form) && (role === 'police' || !police.includes(form)))
}

/** An own record to be mended; two amendments disagree on its mood. */
export function openedOf(event: string): OpenedRecord {
  return {
    event,
    case: 'c1',
    form: 'visit',
    happened_at: '2026-11-24T09:20:00+08:00',
    fact: {
      kind: 'visit',
      manner: 'home_visit',
      target: 'self',
      found: true,
      place: '演示·柳叶村1组',
      met: null,
      cooperation: 'willing',
      living: 'employed',
      mood: 'low',
      notes: '在镇上工地做小工，情绪平稳。',
      difficulty: null,
      companions: [],
      attachments: [],
    },
    marked: ['mood'],
  }
}
