import type { BlanksView } from '../../src/common/bindings/console/BlanksView'
import type { ChangedSinceUpload } from '../../src/common/bindings/console/ChangedSinceUpload'
import type { ClockPage } from '../../src/common/bindings/console/ClockPage'
import type { ClockRow } from '../../src/common/bindings/console/ClockRow'
import type { DeskDraft } from '../../src/common/bindings/console/DeskDraft'
import type { DutyKind } from '../../src/common/bindings/console/DutyKind'
import type { Pace } from '../../src/common/bindings/console/Pace'
import type { UploadSheet } from '../../src/common/bindings/console/UploadSheet'
import { duty, today, type Known } from './fixtures'

const kinds: [DutyKind, Pace, string, string][] = [
  ['breach_report', 'hours', '24小时', 'R-TEST-13'],
  ['overdue_report', 'workdays', '3个工作日', 'R-REPORTIN-5'],
  ['dossier_handover', 'days', '7日', 'R-TRANSFER-8'],
  ['report_in', 'days', '15日', 'R-REPORTIN-4'],
]

export function clockRows(known: readonly Known[]): ClockRow[] {
  return known.slice(0, 24).map((k, n) => {
    const [kind, pace, length, clause] = kinds[Math.min(3, Math.floor(n / 3))] ?? kinds[0]!
    const due_at = pace === 'hours' ? `2026-11-24T${String(8 + n * 4).padStart(2, '0')}:20:00+08:00` : null
    return { case: k.row.head.case, name: k.row.head.name, village: k.row.head.village, duty: duty(kind, null, n === 0 ? -1 : Math.floor(n / 2), { clause, due_at }), pace, length, workers: k.row.workers }
  })
}

export function clockPage(known: readonly Known[], asked: URLSearchParams): ClockPage {
  const all = clockRows(known)
  const rows = all.filter((r) => (asked.get('pace') ?? r.pace) === r.pace)
  const counts = (['hours', 'workdays', 'days'] as const).map((pace) => ({ pace, rows: all.filter((r) => r.pace === pace).length }))
  return { today, rows, matching: rows.length, page: 1, pages: 1, counts }
}

export const draftRow: DeskDraft = {
  draft: 'd-1',
  saved_at: '2026-11-23T16:20:00+08:00',
  content: { form: 'order', fields: { name: '试例丁', order_no: '例社戒决字〔2026〕31号', measure: 'rehab' } },
}

export function blanksOf(paper: string): BlanksView {
  const codes = (...list: string[]) => list.map((label, n) => ({ code: `${n}`, label }))
  const text = (key: string, label: string, required = true) => ({ key, label, kind: 'text' as const, options: [], required, value: null })
  if (paper === 'D02')
    return {
      fields: [
        text('alias', '曾用名、绰号', false),
        { key: 'education', label: '文化程度', kind: 'code', options: codes('大学本科', '大学专科', '中等职业', '普通高中', '初中', '小学', '其他', '研究生'), required: true, value: null },
        text('domicile', '户籍地'),
        { key: 'drug_types', label: '毒品种类', kind: 'codes', options: codes('吗啡/海洛因', '甲基苯丙胺', '氯胺酮', '依托咪酯'), required: true, value: '1' },
        { key: 'caught_at', label: '查获日期', kind: 'date', options: [], required: false, value: null },
        text('police_liable', '责任民警'),
      ],
      plan: null,
      group: null,
    }
  if (paper === 'D05') return { fields: [text('leader', '组长')], plan: null, group: { members: [{ member: 'worker', name: '苗专干', phone: null }] } }
  return { fields: [{ key: 'treatment_needed', label: '是否需要戒毒治疗', kind: 'flag', options: [], required: true, value: null }], plan: null, group: null }
}

export const uploadSheet: UploadSheet = {
  matter: 'breach',
  paper: 'e-report',
  sent_on: '2026-11-20',
  fields: [
    { label: '姓名', value: '王例八', before: null },
    { label: '证件号码', value: '999999199001010019', before: null },
    { label: '户籍地', value: '', before: null },
    { label: '现居住地', value: '东塘村 3 组', before: '西岭村 1 组' },
    { label: '联系电话', value: '13900000008', before: '' },
    { label: '认定事由', value: '第三次逃避或拒绝检测', before: null },
    { label: '报告日期', value: '2026-11-20', before: null },
  ],
  done: null,
  last: { on: '2026-05-08', matter: 'overdue', told_by: '石民警', reference: '例传〔2026〕5号' },
}

/** Of whom something is another now than at the last upload. */
export const changedSinceUpload: ChangedSinceUpload = {
  today,
  rows: [
    {
      case: 'case-8',
      name: '王例八',
      village: '东塘村',
      changes: {
        last: { on: '2026-05-08', matter: 'overdue', told_by: '石民警', reference: '例传〔2026〕5号' },
        fields: [
          { label: '现居住地', value: '东塘村 3 组', before: '西岭村 1 组' },
          { label: '联系电话', value: '13900000008', before: '' },
        ],
      },
    },
  ],
}
