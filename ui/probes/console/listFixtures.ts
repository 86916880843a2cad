import type { DeadlineMonth } from '../../src/common/bindings/console/DeadlineMonth'
import type { Register } from '../../src/common/bindings/console/Register'
import type { RegisterCount } from '../../src/common/bindings/console/RegisterCount'
import type { RegisterLine } from '../../src/common/bindings/console/RegisterLine'
import type { RegisterPage } from '../../src/common/bindings/console/RegisterPage'
import type { RowStatus } from '../../src/common/bindings/console/RowStatus'
import type { StaffName } from '../../src/common/bindings/console/StaffName'
import { RegisterLabels, RowStatusLabels } from '../../src/common/bindings/labels'
import { addDays } from '../../src/common/dates'
import { today, type Known } from './fixtures'

/** Rows of one page, as at the office. */
export const pageRows = 50

/** Villages and workers to choose from. */
export function choices(known: readonly Known[]): { villages: string[]; workers: StaffName[] } {
  const workers = new Map(known.flatMap((k) => k.row.workers).map((w) => [w.user, w]))
  return { villages: [...new Set(known.map((k) => k.row.head.village))], workers: [...workers.values()] }
}

export const registerCounts: RegisterCount[] = (Object.keys(RegisterLabels) as Register[]).map((register, n) => ({ register, overdue: n % 3, open: 4 + n }))

const columns: Record<Register, [RegisterPage['columns'][number]['column'], string][]> = {
  intake: [['what', '项目'], ['order_no', '决定书'], ['from', '起算'], ['limit', '时限'], ['brought_by', '送/接到人'], ['remark', '说明']],
  pick_ups: [['released', '出所日期'], ['order_no', '决定书'], ['reason', '事由'], ['fetched', '报到日期'], ['brought_by', '送/接到人']],
  lateness: [['report_in_due', '报到到期'], ['notice', '通知书'], ['reported', '报告'], ['uploaded', '上传·查控'], ['found', '查获'], ['next', '下一步']],
  uploads: [['what', '项目'], ['called_by', '依据'], ['limit', '时限'], ['uploaded_on', '上传日期'], ['reference', '编号'], ['remark', '说明']],
  tests: [['what', '项目'], ['period', '期间'], ['day', '办理日期'], ['manner', '方式'], ['result', '结果'], ['makeup_until', '补检到'], ['remark', '说明']],
  visits: [['what', '项目'], ['period', '期间'], ['day', '办理日期'], ['manner', '方式'], ['remark', '说明']],
  assessments: [['what', '项目'], ['period', '期间'], ['day', '办理日期'], ['result', '结果'], ['remark', '说明']],
  leave: [['asked', '申请'], ['period', '期间'], ['place', '去向'], ['reason', '事由'], ['return_due', '应返回'], ['returned', '销假'], ['remark', '说明']],
  breaches: [['what', '项目'], ['day', '办理日期'], ['ordinal', '第几次'], ['paper', '告诫书'], ['limit', '时限'], ['remark', '说明']],
  support: [['what', '项目'], ['content', '内容'], ['department', '主管部门'], ['partner', '转介单位'], ['day', '办理日期'], ['outcome', '结果']],
  transfers: [['asked', '申请'], ['reason', '事由'], ['place', '去向'], ['notified', '通知办公室'], ['form', '审批表'], ['decided', '审批'], ['arrived', '新地报到'], ['dossier', '档案移交']],
  endings: [['what', '项目'], ['began', '起'], ['over', '止'], ['reason', '事由'], ['site', '场所、文书'], ['remark', '说明']],
}
const sample: Record<Register, string[]> = {
  intake: ['待报到', '例社戒决字〔2026〕12号', '2026-11-20 本人收到', '2026-12-07', '', ''],
  pick_ups: ['2026-11-27', '例社康决字〔2026〕8号', '阿片类成瘾', '', ''],
  lateness: ['2026-11-16', '2026-11-17', '2026-11-18', '', '', '等公安上传并查控，登记上传情况'],
  uploads: ['严重违反协议', '2026-11-20 严重违反协议报告', '2026-11-25', '', '', '等公安上传'],
  tests: ['定期检测 第17期', '2026-10-15 至 2026-12-14', '2026-11-10', '尿液', '阴性', '', ''],
  visits: ['家访谈话 第20期', '2026-11-01 至 2026-11-30', '2026-11-12', '入户', '本人'],
  assessments: ['季度评估 第7期', '2026-08-15 至 2026-11-14', '2026-11-09', '较好', '继续保持，按时参加检测'],
  leave: ['2026-11-08', '2026-11-10 至 2026-11-20', '例省例市工地', '务工', '2026-11-20', '', '超期4天未返回'],
  breaches: ['认定 · 第三次逃避或拒绝检测', '2026-11-23', '', '', '2026-11-24 16:20前报告', '认定人 例主任'],
  support: ['职业培训', '想学电焊，盼能在家门口找到活', '人社', '例县人社局', '2026-10-12', '未回复'],
  transfers: ['2026-11-10', '居住地变动', '例北镇', '2026-11-12', '', '', '', ''],
  endings: ['中止', '2026-10-01', '2026-10-15', '行政拘留', '例县拘留所', '2026-10-18前联系'],
}
const clauses: Partial<Record<Register, string>> = { intake: 'R-REPORTIN-4', pick_ups: 'R-REPORTIN-2', lateness: 'R-REPORTIN-6', uploads: 'R-BREACH-7' }
const statuses: RowStatus[] = ['overdue', 'due', 'makeup', 'done', 'missed']

/** One page of a register with rows of everybody. */
export function registerPage(register: Register, known: readonly Known[], asked: URLSearchParams): RegisterPage {
  const q = asked.get('q') ?? ''
  const line = (k: Known, n: number): RegisterLine => {
    const status = statuses[n % statuses.length] ?? 'done'
    return {
      case: k.row.head.case,
      name: k.row.head.name,
      village: k.row.head.village,
      minor: n === 4,
      workers: k.row.workers,
      row: {
        status,
        day: addDays(today, -n),
        clause: clauses[register] ?? (register === 'tests' ? 'R-TEST-2' : register === 'breaches' ? 'R-TEST-13' : 'R-VISIT-2'),
        duty: status === 'done' ? null : { kind: 'test', window: 17 },
        event: register === 'uploads' ? 'e-report' : null,
        clock: register === 'breaches' && n === 1 ? '2026-11-24T16:20:00+08:00' : null,
        cells: sample[register],
      },
    }
  }
  const own = known.filter((k) => q === '' || k.py.startsWith(q) || k.row.head.name.includes(q))
  const lines = own.concat(own).map(line)
  const wanted = lines.filter((l) => (asked.get('status') ?? l.row.status) === l.row.status && (asked.get('village') ?? l.village) === l.village)
  const page = Number(asked.get('page') ?? '1')
  return {
    register,
    today: asked.get('as_of') ?? today,
    columns: columns[register].map(([column, title]) => ({ column, title })),
    rows: wanted.slice((page - 1) * pageRows, page * pageRows),
    matching: wanted.length,
    persons: new Set(wanted.map((l) => l.case)).size,
    page,
    pages: Math.max(1, Math.ceil(wanted.length / pageRows)),
    counts: (Object.keys(RowStatusLabels) as RowStatus[])
      .map((status) => ({ status, rows: lines.filter((l) => l.row.status === status).length }))
      .filter((c) => c.rows > 0),
    clauses: [{ id: 'R-TEST-2', text: '社区戒毒人员第一年至少每月检测一次，第二年至少每两个月一次，第三年至少每三个月一次' }],
    ...choices(known),
  }
}

export function deadlineMonth(known: readonly Known[], day: string): DeadlineMonth {
  const month = `${day.slice(0, 7)}-01`
  const items = known
    .flatMap(({ row }) => (row.next_duty ? [{ case: row.head.case, name: row.head.name, village: row.head.village, measure: row.head.measure, duty: row.next_duty, workers: row.workers }] : []))
    .filter((item) => item.duty.due.startsWith(month.slice(0, 7)))
    .sort((a, b) => (a.duty.due < b.duty.due ? -1 : 1))
  const { villages, workers } = choices(known)
  const load = (worker: StaffName | null, persons: number) => ({ worker, persons, overdue: 3, due: 9 })
  return {
    today,
    month,
    items,
    loads: [...workers.map((w, n) => load(w, n === 0 ? 34 : 14)), load(null, 2)],
    load_max: 30,
    groups: known.slice(0, 5).map((k) => ({ case: k.row.head.case, name: k.row.head.name, village: k.row.head.village, missing: ['community_police', 'family'] })),
    villages,
    workers,
  }
}
