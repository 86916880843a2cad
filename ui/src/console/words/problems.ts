import type { Problem } from '../../common/bindings/console/Problem'
import type { ProblemCode } from '../../common/bindings/console/ProblemCode'
import { sayProblem, type Sentence } from '../../common/words/problem'

/** Where the office must be told something else than the worker with the phone. */
const office: Partial<Record<ProblemCode, Sentence>> = {
  offline: { what: '连不上服务器', remedy: '请看网线或网络，再试一次；填的内容还在。一直连不上，请找管理员看服务器是否开着。' },
  server_busy: { what: '服务器正忙', remedy: '请过一会儿再试一次，填的内容还在。' },
  disk_full: { what: '服务器磁盘已满，没有保存', remedy: '请马上找管理员清出空间，再保存一次；填的内容还在。' },
  store_failed: { what: '服务器没有存上', remedy: '请再试一次；仍不行，请找管理员。填的内容还在。' },
  store_corrupt: { what: '服务器的数据损坏，已原样另存', remedy: '请不要再录入，马上找管理员恢复备份。' },
  store_newer: { what: '数据是更新的版本写的', remedy: '请管理员把服务器升级到最新版。' },
  not_logged_in: { what: '登录已过期', remedy: '请重新登录，刚填的内容还在。' },
  unknown_case: { what: '找不到这份档案', remedy: '请从人员名册重新打开；可能已移交别处。' },
  role_may_not: { what: '您的岗位不能做这件事', remedy: '请由有权限的同事办理。' },
  not_reported_in: { what: '此人还没有登记报到', remedy: '请先登记报到。' },
  case_ended: { what: '此人的措施已经结束', remedy: '不能再登记。日期有误的，请先更正。' },
  already_reported_in: { what: '此人已经登记过报到', remedy: '请打开档案查看；日期有误请更正，不要再登一次。' },
  happened_in_future: { what: '时间在将来', remedy: '请改成实际发生的日期和时刻。' },
  happened_before_report_in: { what: '时间早于报到', remedy: '请核对日期。' },
  field_missing: { what: '没有填', remedy: '请补上。' },
  duplicate_id_number: { what: '这个证件号已有档案', remedy: '请先在名册里查看；确是新的决定书，再确认登记。' },
  request_malformed: { what: '服务器看不懂这次提交', remedy: '请刷新页面再试；仍不行，请管理员核对版本。' },
  not_found: { what: '没有找到', remedy: '可能已被别人处理。请刷新再看。' },
  office_code_mistyped: { what: '解锁号有一位不对', remedy: '请他再念一遍手机上的 9 位解锁号，重新输入。' },
  event_malformed: { what: '记录打不开', remedy: '请让使用人升级归航后重新登记。' },
  event_too_large: { what: '记录太长', remedy: '请使用人分成两条重新登记。' },
  event_out_of_scope: { what: '登记时此人不归他管', remedy: '请核对指派：确归他管的，补上指派。' },
  event_wrong_author: { what: '填写人与手机的使用人不同', remedy: '请问清是谁记的；必要时吊销这台手机。' },
  event_chain_broken: { what: '与前一条接不上', remedy: '手机可能被还原过。请吊销后重新绑定。' },
  device_unconfirmed: { what: '记录的手机还没有人确认', remedy: '请核实手机是谁的、记录是谁写的，再决定采纳还是搁置。' },
  device_revoked: { what: '记录的手机已吊销', remedy: '请看清内容、问清来历，再决定采纳还是搁置。' },
  event_forked: { what: '同一编号有两条不同的记录', remedy: '手机可能被还原过。请吊销后重新绑定。' },
  event_not_by_phone: {
    what: '这类事项不能由手机上报',
    remedy: '请看清内容、问清来历；确有其事的，在这里重新办理，再写明处理结果。',
  },
  event_given_back: {
    what: '恢复备份时丢了这条，由别的手机交回',
    remedy: '请看清内容、问过填写人再采纳；办公室自己的操作请重新办理，再写明处理结果。',
  },
}

/** What happened and what to do, for the office. */
export function say(problem: Problem): Sentence {
  return office[problem.code] ?? sayProblem(problem)
}

/** Both in one line, for a field. */
export function sayLine(problem: Problem): string {
  const { what, remedy } = say(problem)
  return `${what}。${remedy}`
}
