import type { Finding } from '../common/bindings/Finding'
import type { NoticeRow } from '../common/bindings/NoticeRow'
import type { Duty } from '../common/bindings/Duty'
import type { DutyKind } from '../common/bindings/DutyKind'
import type { Person } from '../common/bindings/Person'
import type { PersonHead } from '../common/bindings/PersonHead'
import type { RecordMark } from '../common/bindings/RecordMark'
import type { State } from '../common/bindings/State'
import type { TimelineEntry } from '../common/bindings/TimelineEntry'
import { addDays } from '../common/dates'
import { forms } from './forms'
import { ribbon } from './ribbon'

/* Invented people that look invented. */
export const TODAY = '2026-11-24'

const names = ['甲一', '试例甲', '演示·𠮷安', '乙二', '丙三（待报到）', '演示·柳叶', '试例·阿卜杜拉·买买提', '丁四']

export const heads: PersonHead[] = names.map((name, i) => ({
  case: `c${i + 1}`,
  name,
  sex: i % 3 === 2 ? '2' : '1',
  birth: `19${70 + i * 3}-0${(i % 9) + 1}-12`,
  id_masked: `430421********00${i + 1}X`,
  phone: i === 3 ? null : `1390000000${i + 1}`,
  village: ['演示·柳叶村', '演示·枫林村', '演示·河口社区'][i % 3] ?? '',
  residence: `${['演示·柳叶村', '演示·枫林村', '演示·河口社区'][i % 3]}${i + 1}组`,
  measure: i % 2 === 0 ? 'rehab' : 'recovery',
  state: (i === 4 ? 'registered' : i === 7 ? 'suspended' : 'active') as State,
  term_first: i === 4 ? null : '2025-09-10',
  term_last: i === 4 ? null : '2028-09-09',
  year_of_term: i === 4 ? null : 2,
  order_no: `演社戒〔2025〕${i + 1}号`,
  listing: i === 3 ? 'minor' : 'ordinary',
}))

export function duty(kind: DutyKind, daysLeft: number, window: number | null = 15): Duty {
  return {
    key: { kind, window },
    clause: kind === 'visit' ? 'R-VISIT-2' : kind === 'test' ? 'R-TEST-2' : 'R-REPORTIN-4',
    opens: addDays(TODAY, daysLeft - 29),
    due: addDays(TODAY, daysLeft),
    days_left: daysLeft,
    alert: daysLeft < 0 ? 'red' : daysLeft < 8 ? 'yellow' : 'green',
    due_at: null,
    provisional: daysLeft > 30,
    snooze: null,
  }
}

const entry = (
  event: string,
  kind: TimelineEntry['kind'],
  at: string,
  summary: string,
  extra: Partial<TimelineEntry> = {},
): TimelineEntry => ({
  event,
  kind,
  happened_at: at,
  recorded_at: at,
  author: 'u1',
  summary,
  lines: [
    { label: '方式', text: '入户' },
    { label: '谈话内容', text: '母亲在家，本人在镇上工地做小工，情绪平稳。\n最近没有来往过去的朋友。' },
  ],
  review: null,
  amended: [],
  same_as: null,
  voided: false,
  entered_late: false,
  ...extra,
})

const timeline: TimelineEntry[] = [
  entry('e6', 'visit', '2026-11-24T09:20:00+08:00', '入户 · 本人 · 配合 · 就业'),
  entry('e5', 'visit', '2026-11-20T15:00:00+08:00', '入户 · 亲属 · 一般'),
  entry('e4', 'test', '2026-11-05T09:12:00+08:00', '定期 · 尿液 · 阴性'),
  entry('e3', 'visit', '2026-10-18T10:00:00+08:00', '到办公室谈话 · 本人 · 配合', { entered_late: true }),
  entry('e2', 'test', '2026-10-05T09:00:00+08:00', '定期 · 尿液 · 阴性', { voided: true }),
  entry('e1', 'report_in', '2025-09-10T09:00:00+08:00', '自行报到'),
]
const mark = (event: string, state: RecordMark['state'], own: boolean): RecordMark => ({
  event,
  state,
  author_name: own ? '专干 戊五' : '民警 己六',
  own,
  mend: own && state !== 'quarantined' ? 'visit' : null,
  may_undo: own && state !== 'quarantined',
  problem:
    state === 'quarantined' ? { code: 'event_out_of_scope', field: null, wait_seconds: null, figure: null } : null,
})
const records = [
  mark('e6', 'saved', true),
  mark('e5', 'quarantined', true),
  mark('e4', 'accepted', false),
  mark('e3', 'contradicted', true),
  mark('e2', 'uploaded', false),
  mark('e1', 'uploaded', false),
]

const missed = (kind: 'visit' | 'report', window: number, name: string, last: string): Finding => ({
  key: { kind, window },
  clause: kind === 'visit' ? 'R-VISIT-2' : 'R-REPORT-1',
  first: addDays(last, -29),
  last,
  text: `第${window}期${name}（2026年9月10日至2026年10月9日）未完成：规范没有规定补办，如实计入评估表的走访和报告情况`,
})
const findings: Finding[] = [
  missed('visit', 13, '走访', '2026-10-09'),
  missed('report', 13, '定期报告', '2026-10-09'),
  missed('report', 9, '定期报告', '2026-06-09'),
  missed('report', 4, '定期报告', '2026-01-09'),
]

/** What a merge changed for the user of the phone. */
export function noticesOf(name: string): NoticeRow[] {
  const row = (id: number, text: string, paper: string | null, read_at: string | null): NoticeRow => ({
    id,
    case: 'c1',
    person_name: name,
    text,
    record: 'e4',
    paper,
    told_at: '2026-11-24T09:40:00+08:00',
    read_at,
  })
  return [
    row(1, '2026年11月5日的逃避或拒绝检测：此前计为第1次，现计为第2次，共2次', 'e2', null),
    row(2, '已出具的告诫书与合并后的记录不符，请核对', 'e2', null),
    row(3, '逃避或拒绝检测的第2次告诫书尚未出具', null, null),
    row(4, '2026年10月5日的擅自离开：此前未合并，现计为第1次，共1次', null, '2026-11-20T18:00:00+08:00'),
  ]
}

export function personOf(id: string): Person {
  const head = heads.find((h) => h.case === id) ?? (heads[0] as PersonHead)
  const waiting = head.state === 'registered'
  return {
    page: {
      head,
      ribbon: waiting ? { ...ribbon, first: null, last: null, rows: [] } : ribbon,
      flags: head.case === 'c1' ? ['needs_determination', 'late_report_in'] : [],
      ladders: [
        { series: 'test', level: head.case === 'c1' ? 'admonition_2' : 'none', events: head.case === 'c1' ? ['e4', 'e2'] : [], days: 0 },
        { series: 'absence', level: head.case === 'c1' ? 'admonition_1' : 'none', events: head.case === 'c1' ? ['e3'] : [], days: head.case === 'c1' ? 5 : 0 },
      ],
      group: waiting
        ? { members: [], missing: ['worker', 'community_police', 'medical', 'family', 'volunteer'] }
        : {
            members: [
              { member: 'worker', name: '戊五', phone: '13900000005' },
              { member: 'community_police', name: '己六', phone: null },
              { member: 'family', name: '试例甲一之母', phone: '13900000006' },
            ],
            missing: ['medical', 'volunteer'],
          },
      duties: waiting
        ? [duty('report_in', 6, null)]
        : [duty('test', -3, 12), duty('visit', 0), duty('report', 6), duty('test', 33, 14)],
      findings: waiting ? [] : findings,
      timeline: waiting ? [entry('e0', 'order', '2026-11-15T09:00:00+08:00', '演社戒〔2026〕5号')] : timeline,
      issues: head.case === 'c1' ? [{ kind: 'same_visit_twice', events: ['e3', 'e5'] }] : [],
    },
    records,
    drafts:
      head.case === 'c1'
        ? [
            {
              id: 'd1',
              kind: 'visit',
              case: 'c1',
              person_name: head.name,
              saved_at: '2026-11-23T17:20:00+08:00',
              form: JSON.stringify({ day: '2026-11-23', part: 'afternoon', cooperation: 'willing', notes: '写到一半' }),
              rule_version: '2026-01',
              rules_changed: true,
            },
          ]
        : [],
    notices: head.case === 'c1' ? noticesOf(head.name) : [],
    may: forms('police').filter((form) => !waiting || form === 'telling' || form === 'overdue_notice'),
    awaited: [],
    late_after_days: 3,
    away:
      head.case === 'c6'
        ? { absent_since: '2026-11-18', leave: null, asked: null }
        : head.case === 'c3'
          ? { absent_since: null, leave: { from: '2026-11-20', until: '2026-11-25', destination: '演示市', approved: true }, asked: null }
          : { absent_since: null, leave: null, asked: null },
  }
}
