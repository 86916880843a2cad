import type { ClassCount } from '../../src/common/bindings/console/ClassCount'
import type { Consequence } from '../../src/common/bindings/console/Consequence'
import type { DecidedRow } from '../../src/common/bindings/console/DecidedRow'
import type { Inbox } from '../../src/common/bindings/console/Inbox'
import type { InboxClass } from '../../src/common/bindings/console/InboxClass'
import type { InboxRecord } from '../../src/common/bindings/console/InboxRecord'
import type { InboxRow } from '../../src/common/bindings/console/InboxRow'
import type { IssueView } from '../../src/common/bindings/console/IssueView'
import type { Mark } from '../../src/common/bindings/console/Mark'
import type { StaffName } from '../../src/common/bindings/StaffName'
import { InboxClassLabels } from '../../src/common/bindings/labels'

const miao: StaffName = { user: 'u-miao', name: '苗专干', role: 'worker' }
const tian: StaffName = { user: 'u-tian', name: '田专干', role: 'worker' }
const shi: StaffName = { user: 'u-shi', name: '石民警', role: 'police' }
const wen: StaffName = { user: 'u-wen', name: '文内勤', role: 'office' }

function record(event: string, kind: InboxRecord['kind'], summary: string, at: string, author: StaffName): InboxRecord {
  return {
    event,
    kind,
    summary,
    happened_at: `${at}:00+08:00`,
    recorded_at: `${at}:40+08:00`,
    received_at: `${at}:58+08:00`,
    author,
    device_name: `${author.name}的演示机`,
    seen: { basis: [], review: null },
  }
}
const waits = (caseId: string, name: string, one: InboxRecord, findings: InboxRow['findings'] = []): InboxRow => ({ case: caseId, name, findings, issue: null, records: [one] })

/** What waits: two contradictions, ordinary records, and one of most classes. */
export const inboxRows = (): InboxRow[] => [
  {
    case: 'case-8',
    name: '王例八',
    findings: [{ class: 'same_field', text: '同一字段有两个值' }],
    issue: { kind: 'concurrent_edit', events: ['e9', 'a1', 'a2'] },
    records: [record('a1', 'amend', '更正2项', '2026-11-23T09:10', miao), record('a2', 'amend', '更正2项', '2026-11-23T10:30', shi)],
  },
  {
    case: 'case-5',
    name: '周例五',
    findings: [{ class: 'ladder_count', text: '同一次拒检可能登记了两次' }],
    issue: { kind: 'same_refusal_twice', events: ['r1', 'r2'] },
    records: [record('r1', 'refusal', '拒绝检测', '2026-11-22T09:00', miao), record('r2', 'refusal', '拒绝检测', '2026-11-22T09:40', shi)],
  },
  waits('case-8', '王例八', record('e9', 'visit', '入户 · 本人 · 配合', '2026-11-20T10:15', miao)),
  waits('case-2', '钱例二', record('p2', 'visit', '电话 · 亲属 · 一般', '2026-11-20T09:40', tian)),
  waits('case-3', '孙例三', record('p3', 'report', '定期报告 · 书面 · 当面', '2026-11-19T15:20', miao)),
  waits('case-4', '李例四', record('p4', 'visit', '入户 · 本人 · 配合', '2026-11-12T15:20', tian), [
    { class: 'entered_late', text: '补录' },
    { class: 'missing_attachment', text: '缺2个附件' },
  ]),
  waits('case-6', '吴例六', record('p6', 'test', '定期 · 尿液 · 阴性', '2026-11-12T09:05', shi), [{ class: 'time_in_doubt', text: '手机时钟慢15分钟' }]),
  waits('case-7', '郑例七', record('p7', 'visit', '入户 · 本人 · 配合', '2026-11-11T09:05', miao), [{ class: 'capsule', text: '由丢失或停用手机的胶囊交入' }]),
  waits('case-9', '冯例九', record('p9', 'visit', '入户 · 本人 · 一般', '2026-11-10T09:05', tian), [{ class: 'mended', text: '退回或核对后作者又更正过' }]),
]

export const decidedRow: DecidedRow = {
  case: 'case-3',
  name: '孙例三',
  settled: 's1',
  issue: { kind: 'same_visit_twice', events: ['v1', 'v2'] },
  choice: { as: 'same', keep: 'v1' },
  outcome: '同一次，只计一条',
  note: '两人同去，问过双方',
  by: wen,
  at: '2026-11-23T16:00:00+08:00',
}

const isOf = (row: InboxRow, c: InboxClass) => (c === 'plain' ? row.findings.length === 0 : row.findings.some((f) => f.class === c))

export function classCounts(rows: readonly InboxRow[]): ClassCount[] {
  const of = (c: InboxClass) => (c === 'quarantine' ? 1 : rows.filter((row) => isOf(row, c)).length)
  return (Object.keys(InboxClassLabels) as InboxClass[]).map((c) => ({ class: c, rows: of(c) }))
}

export function inboxOf(rows: readonly InboxRow[], decided: readonly DecidedRow[], c: InboxClass | null, today: string): Inbox {
  const shown = rows.filter((row) => c === null || isOf(row, c))
  return { today, waiting: rows.length, counts: classCounts(rows), rows: [...shown], total: shown.length, page: 0, page_rows: 50, decided: [...decided] }
}

const mark = (event: string, author: StaffName, at: string): Mark => ({
  event,
  author,
  device_name: `${author.name}的演示机`,
  series: `s-${author.user}`,
  seq: 40,
  received_at: `${at}:58+08:00`,
  clock_offset_seconds: 3,
  place: null,
  receipt_seq: 40,
  arrival: null,
})
const nothing: Consequence = { sentence: '次数、期限和文书都不变。', changes: [], papers: [], void: [] }
const twice: Consequence = {
  sentence: '逃避或拒绝检测共2次；须补《告诫书》第2号；已出的逃避或拒绝检测的《告诫书》第1号（2026年11月22日）不再相符，须作废。',
  changes: [{ what: '逃避或拒绝检测', before: '第一次告诫', after: '第二次告诫' }],
  papers: [{ name: '违规行为告诫书', to: '本人', due: null }],
  void: ['逃避或拒绝检测的《告诫书》第1号（2026年11月22日）'],
}
export const mixedConsequence: Consequence = { sentence: '走访第7期由“未完成”变为“已完成”。', changes: [{ what: '走访第7期', before: '未完成', after: '已完成' }], papers: [], void: [] }

/** The sheet of one of the contradictions above. */
export function sheetOf(kind: string): IssueView {
  const side = (event: string, of: 'amend' | 'refusal' | 'visit', summary: string, author: string, at: string, reason = '') => ({
    event,
    kind: of,
    summary,
    reason,
    author,
    happened_at: `${at}:00+08:00`,
    recorded_at: `${at}:40+08:00`,
  })
  if (kind === 'concurrent_edit')
    return {
      case: 'case-8',
      name: '王例八',
      issue: { kind: 'concurrent_edit', events: ['e9', 'a1', 'a2'] },
      sheet: {
        sides: [side('a1', 'amend', '更正2项', 'u-miao', '2026-11-23T09:10', '漏写邻居意见'), side('a2', 'amend', '更正2项', 'u-shi', '2026-11-23T10:30', '地点写错')],
        fields: [
          { field: 'notes', label: '谈话内容', base: '在镇上例例砖厂上班，母亲在家。', values: ['在镇上例例砖厂上班，母亲在家。邻居说近来安稳。', '在镇上例例砖厂上班。'] },
          { field: 'place', label: '地点', base: '', values: ['东塘村1组', '例例派出所'] },
        ],
        options: [
          { decision: { choice: { as: 'values' }, picks: { notes: 'a1', place: 'a1' } }, label: '采纳左边', consequence: nothing },
          { decision: { choice: { as: 'values' }, picks: { notes: 'a2', place: 'a2' } }, label: '采纳右边', consequence: nothing },
        ],
      },
      marks: [mark('e9', miao, '2026-11-20T10:15'), mark('a1', miao, '2026-11-23T09:10'), mark('a2', shi, '2026-11-23T10:30')],
      basis: ['a1', 'a2'],
      decided: null,
      sealed: false,
    }
  if (kind === 'same_visit_twice')
    return {
      case: 'case-3',
      name: '孙例三',
      issue: decidedRow.issue,
      sheet: {
        sides: [side('v1', 'visit', '入户 · 本人 · 配合', 'u-miao', '2026-11-20T10:00'), side('v2', 'visit', '入户 · 本人 · 配合', 'u-tian', '2026-11-20T10:20')],
        fields: [{ field: '', label: '发生时间', base: null, values: ['2026-11-20 10:00', '2026-11-20 10:20'] }],
        options: [
          { decision: { choice: { as: 'same', keep: 'v1' }, picks: {} }, label: '同一次，以左边为准', consequence: nothing },
          { decision: { choice: { as: 'same', keep: 'v2' }, picks: {} }, label: '同一次，以右边为准', consequence: nothing },
          { decision: { choice: { as: 'apart' }, picks: {} }, label: '各是一次，都计', consequence: nothing },
        ],
      },
      marks: [mark('v1', miao, '2026-11-20T10:00'), mark('v2', tian, '2026-11-20T10:20')],
      basis: [],
      decided: decidedRow,
      sealed: false,
    }
  return {
    case: 'case-5',
    name: '周例五',
    issue: { kind: 'same_refusal_twice', events: ['r1', 'r2'] },
    sheet: {
      sides: [side('r1', 'refusal', '拒绝检测', 'u-miao', '2026-11-22T09:00'), side('r2', 'refusal', '拒绝检测', 'u-shi', '2026-11-22T09:40')],
      fields: [
        { field: '', label: '发生时间', base: null, values: ['2026-11-22 09:00', '2026-11-22 09:40'] },
        { field: '', label: '经过', base: null, values: ['当面说明后仍不配合。', '到所后拒绝留样。'] },
      ],
      options: [
        { decision: { choice: { as: 'same', keep: 'r1' }, picks: {} }, label: '同一次，以左边为准', consequence: { ...nothing, sentence: '逃避或拒绝检测共1次；已出的逃避或拒绝检测的《告诫书》第1号（2026年11月22日）不再相符，须作废。', void: twice.void } },
        { decision: { choice: { as: 'same', keep: 'r2' }, picks: {} }, label: '同一次，以右边为准', consequence: { ...nothing, sentence: '逃避或拒绝检测共1次。' } },
        { decision: { choice: { as: 'apart' }, picks: {} }, label: '各是一次，都计', consequence: twice },
      ],
    },
    marks: [mark('r1', miao, '2026-11-22T09:00'), mark('r2', shi, '2026-11-22T09:40')],
    basis: [],
    decided: null,
    sealed: false,
  }
}
