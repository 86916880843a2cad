import type { Blank } from '../../common/bindings/console/Blank'
import type { Paper } from '../../common/bindings/console/Paper'
import type { Sheet } from '../../common/bindings/console/Sheet'
import { wallTime } from '../controls/moment'
import { step } from '../words/intake'
import { drafting as words } from '../words/papers'

/* What a paper lacks and only a record can say: where it is recorded. */

export interface Place {
  labels: string[]
  text: string
  to: string
}

/** Of the head of a paper, kept with the order and the person. */
const master = ['姓名', '性别', '出生日期', '证件种类', '证件号码', '措施', '决定书文号', '现居住地', '联系电话']

const form = (kind: string) => (caseId: string) => `/register/step/${kind}?case=${caseId}`
const decision = (kind: string) => (caseId: string) => `/persons/${caseId}/decide/${kind}`
const file = (caseId: string) => `/persons/${caseId}`

const byPaper: Partial<Record<Paper, [text: string, to: (caseId: string) => string]>> = {
  D02: [words.where.details, form('details')],
  D03: [words.where.agreement, (caseId) => `/register/agreement?case=${caseId}`],
  D04: [words.where.plan, form('plan')],
  D05: [words.where.group, form('group')],
  D06: [words.where.notice, form('notice')],
  D13: [words.where.leave, decision('leave_request')],
  D14: [words.where.grant, decision('leave_approval')],
  D15: [words.where.transfer, decision('transfer_form')],
  D16: [words.where.handover, decision('dossier_handover')],
  D18: [words.where.discharge, decision('discharge_notice')],
  X06: [words.where.proposal, decision('discharge_proposal')],
  X10: [words.where.handover, decision('dossier_handover')],
}

function placeOf(caseId: string, paper: Paper, label: string): { text: string; to: string } {
  if (master.includes(label)) return { text: words.where.master, to: file(caseId) }
  if (label === '户籍地') return { text: words.where.details, to: form('details')(caseId) }
  const [text, to] = byPaper[paper] ?? [words.where.file, file]
  return { text, to: to(caseId) }
}

/** Required fields without a value that no blank asks for, by the place where they are recorded. */
export function elsewhere(caseId: string, sheet: Sheet, blanks: readonly Blank[]): Place[] {
  const asked = new Set(blanks.map((blank) => blank.label))
  const fields = sheet.blocks.flatMap((block) => (block.block === 'fields' ? block.fields : []))
  const open = fields.filter((field) => field.required && field.later !== true && field.value.trim() === '' && !asked.has(field.label))
  const places: Place[] = []
  for (const { label } of open) {
    const place = placeOf(caseId, sheet.paper, label)
    const same = places.find((one) => one.to === place.to && one.text === place.text)
    if (same) same.labels.push(label)
    else places.push({ ...place, labels: [label] })
  }
  return places
}

/** The sheet as it will stand once what was typed is filled in. */
export function withTyped(sheet: Sheet, blanks: readonly Blank[], fields: Readonly<Record<string, string>>, values: Readonly<Record<string, string>>): Sheet {
  const said = (key: string, label: string): string => {
    const blank = blanks.find((one) => one.key === key && one.label === label)
    if (blank === undefined) return ''
    const value = (key === '' ? values[label] : fields[key]) ?? ''
    if (value === '') return value
    if (blank.kind === 'time') return wallTime(value)
    if (blank.kind === 'flag') return value === 'true' ? step.yes : step.no
    if (blank.options.length === 0) return value
    const named = value.split(',').map((code) => blank.options.find((option) => option.code === code)?.label ?? code)
    return named.join('、')
  }
  return {
    ...sheet,
    blocks: sheet.blocks.map((block) =>
      block.block === 'fields' ? { ...block, fields: block.fields.map((field) => (field.value === '' ? { ...field, value: said(field.key, field.label) } : field)) } : block,
    ),
  }
}
