import type { HeldRow } from '../../src/common/bindings/console/HeldRow'
import type { DeviceRow } from '../../src/common/bindings/console/DeviceRow'
import type { Duty } from '../../src/common/bindings/console/Duty'
import type { DutyKind } from '../../src/common/bindings/console/DutyKind'
import type { Finding } from '../../src/common/bindings/console/Finding'
import type { Explanation } from '../../src/common/bindings/console/Explanation'
import type { Mark } from '../../src/common/bindings/console/Mark'
import type { MasterField } from '../../src/common/bindings/console/MasterField'
import type { Me } from '../../src/common/bindings/console/Me'
import type { OpeningRow } from '../../src/common/bindings/console/OpeningRow'
import type { PersonRow } from '../../src/common/bindings/console/PersonRow'
import type { PersonView } from '../../src/common/bindings/console/PersonView'
import type { ReadRow } from '../../src/common/bindings/console/ReadRow'
import type { RibbonRow } from '../../src/common/bindings/console/RibbonRow'
import type { SetUpView } from '../../src/common/bindings/console/SetUpView'
import type { StaffName } from '../../src/common/bindings/console/StaffName'
import type { StaffRow } from '../../src/common/bindings/console/StaffRow'
import type { State } from '../../src/common/bindings/console/State'
import type { TimelineEntry } from '../../src/common/bindings/console/TimelineEntry'
import type { WindowStatus } from '../../src/common/bindings/console/WindowStatus'
import { addDays } from '../../src/common/dates'

/* Answers of a made-up township. Nobody in it exists, and every name shows it. */
export const today = '2026-11-24'

export const me: Me = {
  user: 'u-wen',
  name: '文内勤',
  role: 'office',
  township: '430421999',
  township_name: '柳例镇',
  csrf: 'csrf-of-the-probe',
  session_until: '2026-11-24T20:00:00+08:00',
  idle_minutes: 30,
  rights: ['see_persons', 'open_case', 'manage_devices', 'keep_office', 'see_devices', 'open_urgently', 'review_openings', 'see_reads', 'see_id_number', 'transfer_case', 'review', 'record_upload'],
  today,
}

const miao: StaffName = { user: 'u-miao', name: '苗专干', role: 'worker' }
const tian: StaffName = { user: 'u-tian', name: '田专干', role: 'worker' }
const shi: StaffName = { user: 'u-shi', name: '石民警', role: 'police' }

export const staff: StaffRow[] = [
  { ...miao, login: 'miao', devices: 1, persons: 18, qualified: false, state: 'active', steps: [] },
  { ...tian, login: 'tian', devices: 1, persons: 14, qualified: false, state: 'active', steps: [] },
  { ...shi, login: 'shi', devices: 1, persons: 0, qualified: true, state: 'active', steps: [] },
  { user: 'u-wen', name: '文内勤', role: 'office', login: 'wen', devices: 0, persons: 0, qualified: false, state: 'active', steps: [] },
]

/** The keeper of accounts, who sees no file. */
export const keeper: Me = { ...me, user: 'u-xi', name: '席系统', role: 'system', rights: ['keep_people', 'invite_users', 'keep_app_floor'] }

/** The same people as the keeper sees them, with one who was invited and one who waits. */
export const kept: StaffRow[] = [
  ...staff.map((row): StaffRow => ({ ...row, steps: ['suspend', 'change_role', 'leave'] })),
  { user: 'u-xin', name: '辛专干', role: 'worker', login: 'xin', devices: 0, persons: 0, qualified: false, state: 'unconfirmed', steps: ['confirm', 'leave'] },
  { user: 'u-qiu', name: '邱民警', role: 'police', login: 'qiu', devices: 0, persons: 0, qualified: false, state: 'invited', steps: ['invite_again', 'leave'] },
  { user: 'u-lao', name: '劳专干', role: 'worker', login: 'lao', devices: 0, persons: 0, qualified: false, state: 'left', steps: [] },
]

export const held: HeldRow[] = [
  {
    series: 's-1',
    seq: 41,
    hash: 'sha256:41',
    device_name: '安卓 9',
    user: { user: 'u-miao', name: '苗专干', role: 'worker' },
    problem: { code: 'device_revoked', field: null, figure: null, wait_seconds: null },
    received_at: '2026-11-24T08:40:00+08:00',
    happened_at: '2026-11-20T15:10:00+08:00',
    case: 'case-8',
    name: '王例八',
    kind: 'visit',
    lines: [
      { label: '方式', text: '入户' },
      { label: '谈话内容', text: '近况平稳，按时参加康复活动，表示将继续配合。' },
    ],
    countable: true,
  },
  {
    series: 's-1',
    seq: 17,
    hash: 'sha256:17',
    device_name: '安卓 9',
    user: { user: 'u-miao', name: '苗专干', role: 'worker' },
    problem: { code: 'event_forked', field: null, figure: null, wait_seconds: null },
    received_at: '2026-11-23T09:05:00+08:00',
    happened_at: null,
    case: null,
    name: null,
    kind: null,
    lines: [],
    countable: false,
  },
]

export const openings: OpeningRow[] = [
  {
    opening: 'o-1',
    case: 'case-3',
    user: { user: 'u-lin', name: '林邻警', role: 'police' },
    township_name: '例北镇',
    reason: '此人在本派出所，须马上核实执行情况',
    opened_at: '2026-11-24T08:10:00+08:00',
    until: '2026-11-24T12:10:00+08:00',
    running: true,
    may_review: true,
    verdict: null,
    reviewer: null,
    note: null,
  },
  {
    opening: 'o-2',
    case: 'case-5',
    user: tian,
    township_name: '柳例镇',
    reason: '同事不在，本人上门求助',
    opened_at: '2026-11-20T15:00:00+08:00',
    until: '2026-11-20T16:00:00+08:00',
    running: false,
    may_review: false,
    verdict: 'justified',
    reviewer: '文内勤',
    note: '',
  },
]

export const reads: ReadRow[] = [
  { at: '2026-11-24T08:12:00+08:00', who: '林邻警', act: '查看档案', by_device: false, why: '紧急查阅：例行核对邻镇流动人员' },
  { at: '2026-11-24T08:00:00+08:00', who: '苗专干', act: '设备下载', by_device: true, why: '本人负责' },
  { at: '2026-11-23T17:20:00+08:00', who: '文内勤', act: '登记', by_device: false, why: '本乡镇办公室内勤' },
]

export const setUp: SetUpView = {
  login: 'xin',
  name: '辛专干',
  role: 'worker',
  township_name: '柳例镇',
  totp_secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  qr_svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 45 45"><path fill="#fff" d="M-4-4h45v45h-45z"/><path d="M0 0h7v7H0zM30 0h7v7h-7zM0 30h7v7H0zM10 10h3v3h-3zM20 14h5v5h-5z"/></svg>',
  length_min: 12,
  kinds_min: 0,
}

export function duty(kind: DutyKind, window: number | null, daysLeft: number, more: Partial<Duty> = {}): Duty {
  const clause: Partial<Record<DutyKind, string>> = {
    report_in: 'R-REPORTIN-3',
    overdue_report: 'R-REPORTIN-6',
    agreement: 'R-AGREE-1',
    test: 'R-TEST-3',
    makeup_test: 'R-TEST-8',
    visit: 'R-VISIT-2',
    report: 'R-REPORT-1',
    assessment: 'R-ASSESS-1',
  }
  const due = addDays(today, daysLeft)
  return {
    key: { kind, window },
    clause: clause[kind] ?? 'R-CASE-1',
    opens: addDays(due, -29),
    due,
    days_left: daysLeft,
    alert: daysLeft < 0 ? 'red' : daysLeft <= 7 ? 'yellow' : 'green',
    due_at: null,
    provisional: false,
    snooze: null,
    ...more,
  }
}

const surnames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张单仇查曾解区朴𠮷任华盖'
const initials = 'zqslzwzwfccwjshyzqyxhlszscczxqpjrhg'
const numerals = '一二三四五六七八九'
const villages = ['东塘村', '西岭村', '南湾村', '北坡村', '石桥社区', '渡口社区']

export interface Known {
  row: PersonRow
  /** Initials, as the server would find. */
  py: string
  number: string
}

function next(i: number, state: State): Duty | null {
  if (state === 'registered') return duty('report_in', null, 5)
  if (state === 'overdue') return duty('overdue_report', null, -3)
  if (state !== 'active') return null
  if (i < 6) return duty(i % 2 === 0 ? 'visit' : 'test', 3 + i, -(12 - i))
  return duty(i % 3 === 0 ? 'test' : 'visit', 3 + i, i < 14 ? i - 6 : i)
}

function person(surname: string, i: number): Known {
  const recovery = i % 3 === 2
  const state: State = i === 30 ? 'registered' : i === 31 ? 'overdue' : i === 32 ? 'suspended' : i === 33 ? 'expired' : i === 34 ? 'registered' : 'active'
  const started = state !== 'registered' && state !== 'overdue'
  const next_duty = next(i, state)
  return {
    py: `${initials[i] ?? ''}l`,
    number: `999999199${i % 10}0101${String(100 + i)}X`,
    row: {
      head: {
        case: `case-${i + 1}`,
        name: `${surname}例${numerals[i % 9] ?? ''}`,
        sex: i % 5 === 4 ? '2' : '1',
        birth: `199${i % 10}-01-01`,
        id_masked: `999999********${String(100 + i)}X`,
        phone: i % 4 === 3 ? null : `1990000${String(1000 + i)}`,
        village: villages[i % villages.length] ?? '',
        residence: `${villages[i % villages.length] ?? ''}${(i % 9) + 1}组`,
        measure: recovery ? 'recovery' : 'rehab',
        state,
        term_first: started ? `202${4 + (i % 3)}-03-10` : null,
        term_last: started ? `202${7 + (i % 3)}-03-09` : null,
        year_of_term: state === 'active' ? (i % 3) + 1 : null,
        listing: 'ordinary',
        order_no: `例${recovery ? '社康' : '社戒'}决字〔202${4 + (i % 3)}〕${i + 1}号`,
      },
      next_duty,
      overdue: next_duty !== null && next_duty.days_left < 0 ? 1 + (i % 2) : 0,
      issues: i === 7 || i === 9 ? 1 : 0,
      workers: i === 20 || i === 34 ? [] : [i % 2 === 0 ? miao : tian],
    },
  }
}

export const people = (): Known[] => [...surnames].map(person)

function windows(kind: DutyKind, spans: number[], status: (i: number) => WindowStatus): RibbonRow {
  let at = 2
  const day = (month: number, d: number) =>
    `${2025 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-${String(d).padStart(2, '0')}`
  const cells = spans.map((months, i) => {
    const cell = { window: i + 1, first: day(at, 10), last: day(at + months, 9), status: status(i), months }
    at += months
    return cell
  })
  return { kind, cells, done: cells.filter((c) => c.status === 'satisfied' || c.status === 'made_up').length, required: cells.length }
}
const each = (n: number, months: number): number[] => Array<number>(n).fill(months)

function entry(event: string, kind: TimelineEntry['kind'], happened: string, summary: string, more: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    event,
    kind,
    happened_at: `${happened}:00+08:00`,
    recorded_at: `${happened}:40+08:00`,
    author: 'u-miao',
    summary,
    lines: [],
    review: null,
    amended: [],
    same_as: null,
    voided: false,
    entered_late: false,
    ...more,
  }
}

const entries: TimelineEntry[] = [
  entry('e9', 'visit', '2026-11-20T10:15', '入户 · 本人 · 配合', {
    lines: [
      { label: '生活状况', text: '就业' },
      { label: '情绪', text: '平稳' },
      { label: '记录', text: '在镇上例例砖厂上班，母亲在家。\n说下月想去县里学电焊。' },
    ],
  }),
  entry('e8', 'visit', '2026-11-20T10:00', '入户 · 本人 · 配合', {
    author: 'u-tian',
    review: {
      event: 'e20',
      verdict: 'returned',
      note: '没写邻居意见',
      fields: ['notes'],
      by: 'u-wen',
      at: '2026-11-21T09:00:00+08:00',
      author: 'u-tian',
      waits_again: false,
    },
  }),
  entry('e7', 'test', '2026-10-16T09:30', '定期 · 尿液 · 阴性', { author: 'u-shi', lines: [{ label: '编号', text: '例-2026-1016-03' }] }),
  entry('e6', 'visit', '2026-09-28T16:00', '电话 · 本人', { voided: true }),
  entry('e5', 'visit', '2026-09-12T09:00', '入户 · 亲属 · 一般', { entered_late: true, recorded_at: '2026-09-20T08:30:00+08:00' }),
  entry('e4', 'refusal', '2026-08-11T09:00', '拒绝检测', { author: 'u-shi' }),
  entry('e3', 'agreement', '2025-03-14T10:00', '协议书已签订', { author: 'u-wen' }),
  entry('e2', 'report_in', '2025-03-10T09:20', '自行报到', { author: 'u-wen' }),
  entry('e1', 'order', '2025-03-01T00:00', '社区戒毒 36 个月', { author: 'u-wen' }),
]

function mark(e: TimelineEntry, i: number): Mark {
  const byOffice = e.author === 'u-wen'
  const author = [miao, tian, shi].find((s) => s.user === e.author) ?? { user: 'u-wen', name: '文内勤', role: 'office' as const }
  return {
    event: e.event,
    author,
    device_name: byOffice ? '办公台' : `${author.name}的演示机`,
    series: byOffice ? 's-office' : `s-${author.user}`,
    seq: 40 - i * 3,
    received_at: e.recorded_at.replace(':40+', ':58+'),
    clock_offset_seconds: i === 0 ? null : i === 1 ? -420 : 3,
    place: e.kind === 'visit' ? { latitude_e4: 261_234, longitude_e4: 1_125_678, accuracy_m: 30 } : null,
    receipt_seq: i === 0 ? 39 : 40,
    arrival: null,
  }
}

export const finding = (kind: DutyKind, window: number, name: string): Finding => ({
  key: { kind, window },
  clause: kind === 'visit' ? 'R-VISIT-2' : 'R-REPORT-1',
  first: '2026-09-10',
  last: '2026-10-09',
  text: `第${window}期${name}（2026年9月10日至2026年10月9日）未完成：规范没有规定补办，如实计入评估表的走访和报告情况`,
})

/** A file with something of everything, or the bare one of somebody who has not reported in. */
/** Two values of the village, one of everything else. */
function masterOf(name: string, village: string): MasterField[] {
  const first = (value: string) => ({ value, at: '2025-03-05T09:00:00+08:00', author: 'u-wen', reason: '', event: 'e1' })
  return [
    { field: 'person.name', label: '姓名', stored: name, masked: false, versions: [first(name)] },
    { field: 'person.sex', label: '性别', stored: '1', masked: false, versions: [first('男')] },
    { field: 'person.id.number', label: '证件号码', stored: '999999********0010', masked: true, versions: [first('999999********0010')] },
    { field: 'person.phone', label: '联系电话', stored: '', masked: false, versions: [first('')] },
    { field: 'person.village', label: '管辖村（社区）', stored: village, masked: false, versions: [{ value: village, at: '2026-05-06T10:00:00+08:00', author: 'u-wen', reason: '户口簿为证', event: 'm1' }, first('东塘村')] },
  ]
}

export function fileOf(known: Known): PersonView {
  const { head, workers, next_duty } = known.row
  const started = head.term_first !== null
  const timeline = started ? entries : entries.slice(-1)
  return {
    unsealed: null,
    master: masterOf(head.name, head.village),
    master_basis: ['m1'],
    master_authors: [{ user: 'u-wen', name: '文内勤', role: 'office' }],
    page: {
      head,
      ribbon: {
        term_months: 36,
        first: head.term_first,
        last: head.term_last,
        today,
        rows: started
          ? [
              windows('test', [...each(12, 1), ...each(6, 2), ...each(4, 3)], (i) =>
                i === 4 ? 'lapsed' : i === 7 ? 'made_up' : i === 16 ? 'missed' : i < 16 ? 'satisfied' : i === 17 ? 'open' : 'future',
              ),
              windows('visit', each(36, 1), (i) => (i === 5 || i === 6 ? 'suspended' : i < 20 ? 'satisfied' : i === 20 ? 'open' : 'future')),
              windows('report', each(36, 1), (i) => (i < 19 ? 'satisfied' : i === 19 ? 'missed' : i === 20 ? 'open' : 'future')),
            ]
          : [],
      },
      flags: [],
      ladders: started ? [{ series: 'test', level: 'admonition_2', events: ['e4', 'e7'], days: 0 }, { series: 'absence', level: 'none', events: [], days: 0 }] : [],
      group: { members: [{ member: 'worker', name: '苗专干', phone: null }, { member: 'community_police', name: '石民警', phone: '010-00000000' }], missing: ['medical', 'family', 'volunteer'] },
      duties: started
        ? [duty('test', 17, -9), duty('visit', 21, 3, { snooze: { until: addDays(today, 2), reason: '本人住院', by: 'u-miao' } }), duty('report', 21, 15), duty('assessment', 7, 45, { provisional: true })]
        : next_duty
          ? [next_duty]
          : [],
      findings: started ? [finding('visit', 19, '走访'), finding('report', 20, '定期报告')] : [],
      timeline,
      issues: known.row.issues > 0 ? [{ kind: 'same_visit_twice', events: ['e8', 'e9'] }] : [],
    },
    attachments: started
      ? [
          { event: timeline[0]?.event ?? '', digest: 'a'.repeat(64), arrived: true, attachment: { id: `sha256:${'a'.repeat(64)}`, bytes: 204_800, media: 'image/jpeg', purpose: 'photo' } },
          { event: timeline[1]?.event ?? '', digest: 'b'.repeat(64), arrived: false, attachment: { id: `sha256:${'b'.repeat(64)}`, bytes: 310_000, media: 'image/jpeg', purpose: 'photo' } },
        ]
      : [],
    marks: timeline.map(mark),
    workers,
  }
}

export function explanation(d: Duty): Explanation {
  return {
    duty: d,
    clause_text: '社区戒毒人员第一年每月、第二年每两个月、第三年每三个月至少检测一次。',
    readings: [{ label: 'RD-06', value: '期限从报到之日起算，报到当日为第一日。', event: null }],
    inputs: [
      { label: '报到日期', value: '2025年3月10日', event: 'e2' },
      { label: '期限', value: '36 个月', event: 'e1' },
    ],
    steps: ['第 17 期是第 21 至 22 个月', '报到日加 20 个月：2026年11月10日', '报到日加 22 个月减 1 日：2027年1月9日'],
    calendar_rows: ['2026-10-10 调休上班'],
    rule_version: '2026.1',
    questions: ['规范没有写期限末日遇休息日怎么办。'],
    revisions: [{ on: '2026-11-20', because: '载入放假安排（试发〔2026〕1号）', before: '2026-11-16', after: '2026-11-17' }],
    paragraph: '2025年3月10日报到，第二年每两个月检测一次，第 17 期从 2026年11月10日 到 2027年1月9日，最后一天是到期日。',
  }
}

export const devices = (): DeviceRow[] => [
  phone('s-u-miao', miao, '安卓 14', '2026-11-24T08:40:00+08:00', { unsent: 0, up_to_seq: 212, clock_offset_seconds: 2, storage_free_mib: 20480 }),
  phone('s-u-tian', tian, '安卓 9', '2026-11-19T17:05:00+08:00', {
    unsent: 7,
    up_to_seq: 88,
    quarantined: 1,
    clock_offset_seconds: -640,
    storage_free_mib: 312,
    forked: true,
    alerts: ['forked'],
    tally: { pushed: 1096, accepted: 1088, duplicate: 7, quarantined: 1 },
    silent: true,
  }),
  phone('s-u-shi', shi, '演示机', null, { confirmed_at: null, storage_free_mib: 5321, silent: true }),
  phone('s-old', miao, '安卓 8', '2026-06-02T09:00:00+08:00', { up_to_seq: 30, revoked_at: '2026-06-03T09:00:00+08:00' }),
]

export function phone(series: string, user: StaffName, name: string, seen: string | null, more: Partial<DeviceRow>): DeviceRow {
  return {
    series,
    user,
    device_name: name,
    app_version: '0.1.0',
    update: 'none',
    paired_at: '2026-05-06T09:00:00+08:00',
    last_seen_at: seen,
    clock_offset_seconds: null,
    unsent: 0,
    up_to_seq: 0,
    quarantined: 0,
    revoked_at: null,
    confirmed_at: '2026-05-06T09:20:00+08:00',
    may_confirm: true,
    fingerprint: '4821 0937 5512',
    storage_free_mib: null,
    forked: false,
    silent: false,
    tally: { pushed: 0, accepted: 0, duplicate: 0, quarantined: 0 },
    alerts: [],
    ...more,
  }
}
