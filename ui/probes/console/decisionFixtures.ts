import type { TransferRow } from '../../src/common/bindings/console/TransferRow'
import type { DecideRequest } from '../../src/common/bindings/console/DecideRequest'
import type { DecisionKind } from '../../src/common/bindings/console/DecisionKind'
import type { DecisionRow } from '../../src/common/bindings/console/DecisionRow'
import type { DecisionSheet } from '../../src/common/bindings/console/DecisionSheet'
import type { OpenDecision } from '../../src/common/bindings/console/OpenDecision'
import type { ProposalRow } from '../../src/common/bindings/console/ProposalRow'

const blank: OpenDecision = {
  kind: 'leave_request', clause: 'R-LEAVE-2', clause_text: '外出须至少提前一天报告工作小组。', waits: false, due: null, due_at: null, days_left: null, alert: 'green', about: '', event: null, duty: null, takes_two: false,
}
const open = (kind: DecisionKind, more: Partial<OpenDecision>): OpenDecision => ({ ...blank, kind, ...more })

const report = open('breach_report', {
  clause: 'R-TEST-13', clause_text: '自认定起24小时内，向作出决定的公安机关和执行地公安机关报告。', waits: true, due: '2026-11-25', due_at: '2026-11-25T07:40:00+08:00', days_left: 1, alert: 'yellow', event: 'e1', duty: { kind: 'breach_report', window: null },
})
const determine = open('determination', {
  clause: 'R-BREACH-10', clause_text: '认定要有人、时间、事由、事实和证据；可以撤回，撤回送同样的机关。', waits: true, due: '2026-11-24', days_left: 0, alert: 'yellow', about: '逃避或拒绝检测已达可以认定的情形', duty: { kind: 'determination', window: null }, takes_two: true,
})
const leave = open('leave_approval', {
  clause: 'R-LEAVE-4', clause_text: '发给准假通知书后才能外出。', waits: true, due: '2026-11-27', days_left: 3, alert: 'yellow', about: '2026-11-28至2026-12-05，演示市例例厂（务工）', event: 'e2',
})
const handover = open('dossier_handover', {
  clause: 'R-TRANSFER-8', clause_text: '批准后7日内移交档案。', waits: true, due: '2026-11-20', days_left: -4, alert: 'red', event: 'e3', duty: { kind: 'dossier_handover', window: null },
})

const row = (id: string, name: string, village: string, one: OpenDecision): DecisionRow => ({ case: id, name, village, open: one, proposed: false })

export const decisionRows = (): DecisionRow[] => [
  row('case-3', '孙例三', '东塘村', handover),
  row('case-5', '周例五', '西岭村', report),
  row('case-8', '王例八', '柳例村', determine),
  row('case-8', '王例八', '柳例村', leave),
]

/** What the office wrote and the lead has to approve. */
export const proposalOf = (request: DecideRequest): ProposalRow => ({
  proposal: 'pr-1',
  case: 'case-8',
  name: '王例八',
  kind: request.form.kind,
  clause: 'R-BREACH-10',
  summary: '认定严重违反协议 · 第三次逃避或拒绝检测',
  lines: [{ label: '事实', text: '三次拒绝检测，前两次均已告诫。' }, { label: '证据', text: '告诫书第1号、告诫书第2号、拒检记录' }],
  made_by: { user: 'u-wen', name: '文内勤', role: 'office' },
  made_at: '2026-11-24T09:20:00+08:00',
  state: 'open',
  settled_by: null,
  settled_at: null,
  note: '',
  may_settle: false,
  may_take_back: true,
})

export const decisionSheet = (name: string, proposals: ProposalRow[]): DecisionSheet => ({
  case: 'case-8',
  name,
  state: 'active',
  term_first: '2025-03-10',
  term_last: '2028-03-09',
  open: [
    determine,
    leave,
    report,
    open('withdrawal', { clause: 'R-BREACH-10', clause_text: '认定要有人、时间、事由、事实和证据；可以撤回，撤回送同样的机关。', about: '2026-11-20 认定：第三次逃避或拒绝检测', event: 'e9', takes_two: true }),
    open('leave_request', {}),
    open('leave_denial', { clause: 'R-LEAVE-3', about: leave.about, event: 'e2' }),
    open('detention', { clause: 'R-SUSP-1', clause_text: '被依法拘留、逮捕的，中止执行。' }),
    open('ending', { clause: 'R-TERM-1', clause_text: '收监执行刑罚的，终止。', takes_two: true }),
    open('transfer_request', { clause: 'R-TRANSFER-1' }),
    open('other_measure', { clause: 'R-OTHER-1', clause_text: '阿片类成瘾者自愿的，可以动员参加药物维持治疗，并及时报公安备案。' }),
  ],
  proposals,
  leave_asked: { from: '2026-11-28', until: '2026-12-05' },
  leave_running: null,
  evidence: ['2026-08-08拒绝检测', '2026-09-09拒绝检测', '2026-11-22拒绝检测'],
  summary: '检测16/22期，走访20/36期，报告19/36期，评估6次，告诫2次。',
  report_went_to: ['police_decision', 'police_execution'],
  members: ['苗专干', '石民警'],
  may_take: true,
})

/** One that comes, one that went. */
export const transfersAtBothEnds: TransferRow[] = [
  { case: 'case-5', name: '周例五', from: '430421998', from_name: '例北镇', to: '430421999', to_name: '柳例镇', state: 'begun', begun_at: '2026-11-23T10:00:00+08:00', ended_at: null },
  { case: 'case-6', name: '吴例六', from: '430421999', from_name: '柳例镇', to: '430421998', to_name: '例北镇', state: 'begun', begun_at: '2026-11-22T10:00:00+08:00', ended_at: null },
]
