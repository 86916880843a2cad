import type { AsOfView } from '../../src/common/bindings/console/AsOfView'
import type { CalendarView } from '../../src/common/bindings/console/CalendarView'
import type { DrawList } from '../../src/common/bindings/console/DrawList'
import type { Draws } from '../../src/common/bindings/console/Draws'
import type { NoticePreview } from '../../src/common/bindings/console/NoticePreview'
import type { OfficeDuty } from '../../src/common/bindings/console/OfficeDuty'
import type { OfficeView } from '../../src/common/bindings/console/OfficeView'
import type { PersonPage } from '../../src/common/bindings/console/PersonPage'
import type { Readings } from '../../src/common/bindings/console/Readings'
import type { RulePreview } from '../../src/common/bindings/console/RulePreview'
import type { WhatIfAnswer } from '../../src/common/bindings/console/WhatIfAnswer'

/* What the made-up office says of itself and of its rules. */
const today = '2026-11-24'

export const officeDuties: OfficeDuty[] = [
  { kind: 'qualification', clause: 'R-TEST-1', text: '史例警的检测资质有效期至2026-12-10', due: '2026-12-10', alert: 'yellow' },
  { kind: 'education', clause: 'R-EDU-1', text: '11月的社区宣传教育尚未开展', due: '2026-11-30', alert: 'yellow' },
  { kind: 'workers', clause: 'R-ORG-4', text: '实有吸毒人员61人，应配3名工作人员，现有2名', due: null, alert: 'yellow' },
  { kind: 'leading_group', clause: 'R-ORG-2', text: '未登记：司法、妇联', due: null, alert: 'green' },
]

export const officeView: OfficeView = {
  today,
  duties: officeDuties,
  posts: [
    { post: 'full_time_worker', name: '苗专干', phone: null, from: '2025-01-01', until: null },
    { post: 'office_head', name: '文主任', phone: '010-00000000', from: '2024-03-01', until: null },
    { post: 'part_time_worker', name: '旧例甲', phone: null, from: '2023-01-01', until: '2024-12-31' },
  ],
  users: [
    { on: '2026-10-08', counted: { users: 61 } },
    { on: '2026-04-02', counted: { users: 58 } },
  ],
  education: [{ on: '2026-10-16', content: '赶集日宣传，发放折页', attendees: 120, place: '柳例集市', speakers: ['苗专干', '石民警'] }],
  qualifications: [
    { officer: 'u-shi', name: '史例警', police_no: '例0001', certificate_no: '检例001', valid_from: '2024-12-11', valid_until: '2026-12-10' },
  ],
  officers: [{ user: 'u-shi', name: '史例警', role: 'police' }],
  qualification_near: '2026-12-24',
  staffing: { users: 61, per_worker: 30, needed: 3, have: 1, full_time: 1 },
  bodies: [{ code: '430421999', name: '柳例镇' }, { code: '430421998', name: '例园区' }],
  groups: 38,
  groups_lacking: 5,
}

const seed = '00112233445566778899aabbccddeeff'.repeat(2)
/** A draw that holds: its figures are those of the test of the recipe. */
export const draws: Draws = {
  today,
  candidates: 6,
  rows: [
    { event: 'draw-2', committed_at: '2026-11-24T09:00:00+08:00', commitment: `sha256:${'5e'.repeat(32)}`, count: 3, made: null, fault: null },
    {
      event: 'draw-1',
      committed_at: '2026-11-20T10:00:00+08:00',
      commitment: 'sha256:24a5e9e05c95916a6ac47be03ebf5142ac928f709d611a23bf7551369687bc57',
      count: 2,
      fault: null,
      made: {
        at: '2026-11-20T21:30:00+08:00',
        seed,
        public: '彩票第2026327期：5 0 2',
        candidates: 6,
        drawn: [6, 1].map((n) => `00000000-0000-0000-0000-00000000000${n}`),
        persons: [
          { case: 'case-3', name: '孙例三', village: '南湾村' },
          { case: 'case-8', name: '王例八', village: '东塘村' },
        ],
      },
    },
  ],
}

export const drawList: DrawList = { candidates: [1, 2, 3, 4, 5, 6].map((n) => `00000000-0000-0000-0000-00000000000${n}`) }

export const readings: Readings = {
  today,
  version: '2026-01',
  rows: [
    {
      id: 'RD-01', text: '一律按北京时间的日历日计算，以事情发生的时间为准，不看录入时间。', question: '规范没有写明按哪个时区、按事情发生还是按录入的时间计算。',
      choice: '发生时间是法律上的时间，没有其他选择。', clauses: [{ id: 'R-TIME-1', text: '所有期限按北京时间的日历日计算。' }], values: [],
    },
    {
      id: 'RD-02', text: '起算当天不计入，从第二天开始数。', question: '规范只写“几日内”，没有写起算当天算不算第一天。', choice: '起算当天也可以计为第一天。',
      clauses: [{ id: 'R-TIME-2', text: '按日计算的期限，从第二天起算。' }],
      values: [{ name: 'start_day_counts', label: '起算当天计入', default: false, current: false, since: null, least: 0, most: 0, options: [], history: [] }],
    },
    {
      id: 'RD-18', text: '未请假离开本县满3天才计为一次，天数为返回日减离开日，未归的算到今天。', question: '规范没有写离开到多远、满几天才算一次，天数怎么数。', choice: '也可以按离开本乡镇计算，或改变天数。',
      clauses: [{ id: 'R-BREACH-4', text: '哪些离开计为一次。' }],
      values: [
        {
          name: 'absence_days_min', label: '擅自离开满几天计为一次', default: 3, current: 2, since: '2026-06-01', least: 1, most: 30, options: [],
          history: [{ version: '2026-05-20', published_on: '2026-05-20', valid_from: '2026-06-01', value: 2, reason: '县禁毒办第3次会议纪要' }],
        },
        {
          name: 'absence_area', label: '离开哪个范围才计', default: 'county', current: 'county', since: null, least: 0, most: 0,
          options: [{ code: 'county', label: '本县' }, { code: 'township', label: '本乡镇' }], history: [],
        },
      ],
    },
  ],
}

export const rulePreview: RulePreview = {
  looked_at: 41,
  changing: 2,
  cases: [
    { case: 'case-8', name: '王例八', village: '东塘村', changes: [
      { what: '报到（2026-11-20）', before: '2026-12-07 待办', after: '2026-12-04 待办' },
      { what: '擅自离开执行地', before: '第一次告诫', after: '第二次告诫' },
    ] },
    { case: 'case-21', name: '何例三', village: '西塘村', changes: [{ what: '走访第9期', before: '2026-11-05至2026-12-04 未完成', after: '2026-11-05至2026-12-04 已完成' }] },
  ],
}

export const calendar: CalendarView = {
  today,
  years: [
    { year: 2027, published: false, source: null, loaded_on: null, days: [{ day: '2027-01-01', kind: 'holiday', name: '元旦（待公布）' }] },
    { year: 2026, published: true, source: null, loaded_on: null, days: [
      { day: '2026-10-01', kind: 'holiday', name: '国庆节' },
      { day: '2026-10-10', kind: 'workday', name: '国庆节调休上班' },
    ] },
    { year: 2025, published: true, source: '试发〔2024〕1号', loaded_on: '2024-11-14', days: [{ day: '2025-01-01', kind: 'holiday', name: '元旦' }] },
  ],
}

const bad = (line: number, text: string, code: 'calendar_day_unknown' | 'calendar_kind_unknown') => ({
  line, text, problem: { code, field: 'csv', wait_seconds: null, figure: String(line) },
})
export const badNotice: NoticePreview = {
  days: [],
  bad: [bad(2, '2027-02-30,放假,试排', 'calendar_day_unknown'), bad(5, '2027-02-13,休息,试排', 'calendar_kind_unknown')],
  preview: null,
}
export const goodNotice: NoticePreview = {
  days: [
    { day: '2027-02-12', kind: 'holiday', name: '试排春节' },
    { day: '2027-02-13', kind: 'workday', name: '试排调休上班' },
  ],
  bad: [],
  preview: { looked_at: 41, changing: 1, cases: [{ case: 'case-31', name: '朴例四', village: '东塘村', changes: [{ what: '报到（2027-01-28）', before: '2027-02-12 待办', after: '2027-02-13 待办' }] }] },
}

export const whatIf: WhatIfAnswer = {
  at: '2026-12-20',
  state_before: 'active',
  state: 'active',
  changes: [
    { what: '期限最后一天', before: '2028-03-09', after: '2028-03-19' },
    { what: '检测第17期', before: '2026-11-10至2027-01-09 进行中', after: '2026-11-10至2027-01-19 进行中' },
    { what: '检测第18至22期', before: '最后一期2028-01-10至2028-03-09 未到', after: '共5期变化，最后一期2028-01-20至2028-03-19 未到' },
    { what: '释放后联系（2026-12-20）', before: '', after: '2026-12-23 待办' },
  ],
  papers: [{ name: '中止/恢复执行记录', to: '', due: null }, { name: '释放后联系记录', to: '本人', due: '2026-12-23' }],
}

/** Two records arrived after the moment that is asked for. */
export function asOf(at: string, page: PersonPage): AsOfView {
  const [newest, second] = page.timeline
  return {
    at,
    then: { ...page, timeline: page.timeline.slice(2) },
    changes: [{ what: '走访第21期', before: '2026-11-10至2026-12-09 未完成', after: '2026-11-10至2026-12-09 已完成' }],
    unknown: [newest, second].flatMap((entry) => (entry ? [{ entry, received_at: '2026-11-22T08:10:00+08:00' }] : [])),
  }
}
