import type { Form } from '../../common/bindings/Form'
import { FormLabels } from '../../common/bindings/labels'
import type { IconName } from '../../common/components/icons'
import { recordSheet as words } from '../../common/words/recordSheet'

/** A form that has a screen. Its name is that of its route; the test session has none of a person. */
export interface Entry {
  form: Form
  label: string
  hint: string | undefined
  icon: IconName
  route: string
}

const row = (form: Form, icon: IconName, route: string = form): Entry => ({
  form,
  // Read anew each time: the words may have changed their language.
  get label() {
    return FormLabels[form]
  },
  get hint() {
    return words.hints[form]
  },
  icon,
  route,
})

/** Every form with a screen, the daily ones first. What a user may write is the phone's to say. */
export const entries: readonly Entry[] = [
  row('visit', 'home'),
  row('report', 'report'),
  row('test', 'test', 'tests'),
  row('refusal', 'notice'),
  row('leave', 'leave'),
  row('guidance', 'talk'),
  row('counselling', 'talk'),
  row('support', 'people'),
  row('other_measure', 'plus'),
  row('assessment', 'tasks'),
  row('absence', 'search'),
  row('leave_return', 'returned'),
  row('leave_approval', 'check'),
  row('telling', 'draft'),
  row('test_notice', 'report'),
  row('admonition', 'notice'),
  row('overdue_notice', 'notice'),
  row('lateness', 'info'),
  row('group', 'people'),
  row('paper', 'report', 'fill_paper'),
]

/** Big buttons before 更多. */
export const FIRST = 6

export const entryOf = (form: Form): Entry | undefined => entries.find((entry) => entry.form === form)

/** Screens of a list of people, not of one. */
const LISTS: readonly string[] = ['tests', 'test_notice']
export const isList = (entry: Entry): boolean => LISTS.includes(entry.route)

/** Where an entry of a person leads. */
export const wayTo = (entry: Entry, id: string) =>
  isList(entry) ? { name: entry.route, query: { who: id } } : { name: entry.route, params: { id }, query: {} }

/** Tests, refusals and papers handed over are not rewritten on a phone: they are taken back, or the office corrects them. */
const NOT_MENDED: readonly Form[] = ['test', 'refusal', 'test_notice', 'forced_test', 'admonition', 'paper']
export const mendsHere = (form: Form): boolean => entryOf(form) !== undefined && !NOT_MENDED.includes(form)

/** What is to be done about an own record that no form here mends; `null` where one does. */
export const insteadOfMend = (form: Form): string | null => (mendsHere(form) ? null : (words.instead[form] ?? words.insteadOffice))
