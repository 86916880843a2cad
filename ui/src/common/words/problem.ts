import type { Problem } from '../bindings/Problem'
import type { ProblemCode } from '../bindings/ProblemCode'

/** What happened and what to do now. */
export interface Sentence {
  what: string
  remedy: string
}

const askOffice = '请记下这句话，联系乡镇禁毒办。'

/** A new code breaks the build here until it has its sentence. */
export const sentences: Record<ProblemCode, (p: Problem) => Sentence> = {
  pairing_link_malformed: () => ({
    what: '绑定链接不对',
    remedy: '请从办公台“设备”页重新复制整条链接，或按“地址 绑定码 校验码”输入，中间空格。',
  }),
  pairing_code_unknown: () => ({ what: '没有这个绑定码', remedy: '请核对每一位；仍不行，请办公室重新出一个。' }),
  pairing_code_expired: () => ({ what: '绑定码已过期', remedy: '请办公室在“设备”页重新出一个，拿到后马上用。' }),
  pairing_code_used: () => ({ what: '绑定码已被用过', remedy: '一个码只能绑一台手机。请办公室重新出一个。' }),
  pairing_check_missing: () => ({
    what: '缺少办公室的校验码，没有发送任何内容',
    remedy: '请复制整条绑定链接；手工输入的，在绑定码后面空一格，再输入校验码。',
  }),
  insecure_address: () => ({ what: '这个地址不加密，没有发送任何内容', remedy: '请向办公室要 https 开头的链接。' }),
  not_paired: () => ({ what: '这台手机还没有绑定', remedy: '请先用办公室给的链接绑定。' }),
  already_paired: () => ({ what: '这台手机已经绑定', remedy: '直接输入密码解锁即可；要换人用，请先联系办公室。' }),
  pin_too_short: (p) => ({ what: '密码太短', remedy: `请用 ${p.figure ?? '6'} 位数字。` }),
  pin_weak: () => ({ what: '密码太简单', remedy: '不要用连号、重复的数字或生日，请换一个。' }),
  pin_same: () => ({ what: '新密码和原来的一样', remedy: '请换一个不同的。' }),
  pin_wrong: (p) => ({
    what: '密码不对',
    remedy: p.figure ? `还可以试 ${p.figure} 次。记录都在，不会丢。` : '请再试一次。记录都在，不会丢。',
  }),
  pin_delayed: (p) => ({
    what: '输错次数过多，暂时不能输入',
    remedy: `请等 ${waiting(p.wait_seconds)} 再试。记录都在，不会丢。`,
  }),
  office_code_needed: (p) => ({
    what: '密码输错 10 次，要办公室的解锁码',
    remedy: `请打电话给办公室${p.figure ? `，报解锁号 ${p.figure}` : ''}。记录都在，不会丢。`,
  }),
  office_code_mistyped: () => ({ what: '号码有一位不对', remedy: '请再核对一遍 9 位数字，重新输入。这不算一次。' }),
  office_code_wrong: (p) => ({
    what: '解锁码不对',
    remedy: p.wait_seconds
      ? `请等 ${waiting(p.wait_seconds)}，再请办公室按现在的解锁号念一遍。记录都在，不会丢。`
      : '请把现在的解锁号再念给办公室，用他们新念的解锁码。',
  }),
  lockout_number_foreign: () => ({ what: '这个解锁号不是这台手机的', remedy: '请核对是谁来电，在列表里选他那台手机。' }),
  biometric_refused: () => ({ what: '指纹或人脸没有通过', remedy: '请再试一次，或者输入密码。' }),
  locked: () => ({ what: '归航已锁定', remedy: '请输入密码解锁，草稿已存好。' }),
  record_accepted: () => ({ what: '办公室已核对这条记录', remedy: '不能自己再改。确有错，请联系办公室更正。' }),
  snooze_too_long: (p) => ({
    what: '暂缓不能到这一天',
    remedy: p.figure ? `最晚可到 ${p.figure}。` : '今天到期或已逾期的，不能暂缓。',
  }),
  field_missing: () => ({ what: '还有必填项没填', remedy: '请把标红的一项补上再保存。' }),
  field_too_long: (p) => ({
    what: '内容太长',
    remedy: p.figure ? `请删减到 ${p.figure} 字以内，或分两条记录。` : '请删减，或分两条记录。',
  }),
  field_malformed: () => ({ what: '有一项填得不对', remedy: '请看标出的那一项，改好再保存。' }),
  happened_in_future: () => ({ what: '时间在将来', remedy: '请改成实际发生的时间；手机时间不准，请先校正。' }),
  happened_before_report_in: () => ({ what: '时间早于报到日', remedy: '报到前不算走访或检测。请核对日期。' }),
  not_reported_in: () => ({ what: '此人还没有报到', remedy: '请先由办公室登记报到，再记录。' }),
  case_ended: () => ({ what: '此人的措施已经结束', remedy: '不能再加记录。确有需要，请联系办公室。' }),
  tester_not_qualified: () => ({
    what: '这位民警当日没有有效的检测资质',
    remedy: '请另选一位；资质已更新的，请办公室登记后同步。',
  }),
  kit_expired: () => ({ what: '试剂已过有效期', remedy: '请换一盒在有效期内的试剂，并改填批号和有效期。' }),
  evasion_without_notice: () => ({ what: '逃避检测要有通知证明', remedy: '请写明怎样通知到本人；没有通知的，不能记逃避。' }),
  second_staff_missing: () => ({ what: '缺第二名工作人员', remedy: '采样检测须两人以上在场，请填上另一位的姓名。' }),
  role_may_not: () => ({ what: '您的岗位不能做这项登记', remedy: '请由有权限的同事登记。' }),
  late_entry_missing: (p) => ({
    what: `这是 ${p.figure ?? '3'} 天以前的事`,
    remedy: '请写明为什么现在才登记、依据什么写的，再保存。',
  }),
  nothing_to_mend: () => ({ what: '没有要更正的', remedy: '改了内容再保存；不改就返回。' }),
  nothing_to_undo: () => ({ what: '这条记录不能撤销了', remedy: '请用“更正”说明，或联系办公室。' }),
  unknown_record: () => ({ what: '找不到这条记录', remedy: '请返回列表再打开一次。' }),
  unknown_case: () => ({ what: '手机上没有这个人的档案', remedy: '可能已移交别处。请同步一次再看。' }),
  paper_incomplete: (p) => ({ what: `这份文书还缺：${p.figure ?? ''}`, remedy: '请先补上这些内容，再签发；填的内容还在。' }),
  paper_issued_already: () => ({ what: '同一份文书已经签发过', remedy: '请刷新后再看；要重新出具，请选“重新签发”取代原来的，或先撤回。' }),
  paper_stands_no_more: () => ({ what: '这份文书已撤回或已被取代', remedy: '请刷新，改用现行的那一份。' }),
  paper_incoming: () => ({ what: '这是来文，不在这里制作', remedy: '请登记收到的文书，并补入扫描件。' }),
  paper_altered: () => ({ what: '文书内容与校验值不符，没有打印', remedy: '请马上联系系统管理员，运行 guihang verify 核验。' }),
  served_already: () => ({ what: '这个对象已登记过送达', remedy: '请刷新后看送达情况；登错的，请先作废那条送达。' }),
  witness_missing: () => ({ what: '没有填见证人', remedy: '拒绝签名或留置送达的，请填至少一名在场见证人的姓名。' }),
  font_missing: () => ({ what: '服务器没有中文字体，不能打印', remedy: '请管理员安装中文字体（如 fonts-noto-cjk），再试一次。' }),
  print_failed: (p) => ({ what: `没有排出版面${p.figure ? `：${p.figure}` : ''}`, remedy: '请再试一次；仍不行，请记下这句话联系管理员。内容都在。' }),
  layout_malformed: () => ({ what: '这不是可用的 Word 版式文件', remedy: '请用 WPS 或 Word 另存为 .docx（不带宏，5 MB 以内）再上传。' }),
  layout_field_unknown: (p) => ({ what: `版式里有这份文书没有的字段：${p.figure ?? ''}`, remedy: '请对照字段表改名或删去，再上传。' }),
  card_malformed: () => ({ what: '接收码不对', remedy: '请对方办公室在“移交卷”页重新复制整条接收码发来。' }),
  parcel_malformed: () => ({ what: '这不是完整的移交卷', remedy: '请重新拷贝整个文件再交入；仍不行，请对方重新制作。' }),
  parcel_foreign: () => ({ what: '这份移交卷不是给本办公室的', remedy: '请核对接收单位；要给本办公室的，请对方用本办公室的接收码重新制作。' }),
  parcel_tampered: () => ({ what: '移交卷内容与签名不符，没有接收', remedy: '请不要使用这个文件，联系移交单位核对并重新制作。' }),
  parcel_receipt_wrong: () => ({ what: '回执与这份移交卷不符', remedy: '请核对是哪一份的回执，让接收单位把整条回执重新发来。' }),
  parcel_stale: () => ({ what: '制作移交卷之后又有了新记录', remedy: '请重新制作一份交给接收单位；已接收的会自动补上新记录。' }),
  id_length: () => ({ what: '身份证号位数不对', remedy: '应为 18 位，请核对证件。' }),
  id_characters: () => ({ what: '身份证号有不该有的字符', remedy: '前 17 位是数字，末位是数字或 X。' }),
  id_birth_date: () => ({ what: '身份证号里的出生日期不对', remedy: '请核对第 7 至 14 位。' }),
  id_check_digit: () => ({ what: '身份证号校验不通过', remedy: '多半输错了一位，请对着证件再核对。' }),
  phone_malformed: () => ({ what: '电话号码不对', remedy: '手机 11 位；座机要带区号。' }),
  received_before_decision: () => ({ what: '收到日期早于决定日期', remedy: '请对着送达回执核对。' }),
  term_out_of_range: () => ({ what: '期限不对', remedy: '应为 1 至 36 个月。' }),
  duplicate_id_number: () => ({ what: '这个证件号已有档案', remedy: '请先查看已有档案，不要重复建档。' }),
  already_reported_in: () => ({ what: '此人已经登记过报到', remedy: '请查看档案；日期有误请更正。' }),
  date_out_of_range: () => ({ what: '日期不合理', remedy: '请核对：止日不能早于起日，也不能离今天太远。' }),
  reading_out_of_range: (p) => ({ what: '这个数不能用', remedy: p.figure ? `可以填 ${p.figure}。` : '请改成合理的数。' }),
  reading_unchanged: () => ({ what: '与现在采用的一样，没有改变', remedy: '请选另一个值，或者不用改。' }),
  calendar_row_malformed: (p) => ({ what: `第 ${p.figure ?? '？'} 行格式不对`, remedy: '每行写成：日期，放假或调休上班，名称。' }),
  calendar_day_unknown: (p) => ({ what: `第 ${p.figure ?? '？'} 行没有这一天`, remedy: '日期写成 2027-02-06，或 2027-02-06至2027-02-12。' }),
  calendar_kind_unknown: (p) => ({ what: `第 ${p.figure ?? '？'} 行看不出是放假还是上班`, remedy: '第二项只能写“放假”或“调休上班”。' }),
  calendar_other_year: (p) => ({ what: `第 ${p.figure ?? '？'} 行不是这一年的日期`, remedy: '一次只载入一年，请把别的年份另行载入。' }),
  calendar_day_twice: (p) => ({ what: `第 ${p.figure ?? '？'} 行的日期前面已经有了`, remedy: '请删掉重复的一行。' }),
  calendar_workday_on_weekday: (p) => ({
    what: `第 ${p.figure ?? '？'} 行的调休上班日不是周末`,
    remedy: '调休上班只会在周六、周日，请对照通知核对日期。',
  }),
  calendar_empty: () => ({ what: '没有一行放假安排', remedy: '请把通知里的日期逐行填上再载入。' }),
  disk_full: () => ({ what: '手机空间不足，没有保存', remedy: '请删掉一些照片或软件，再点保存。刚写的内容还在屏幕上。' }),
  store_corrupt: () => ({
    what: '手机里的数据损坏，已原样另存',
    remedy: '请不要卸载，尽快带手机到办公室，未上传的记录可以取出。',
  }),
  store_newer: () => ({ what: '数据是更新的版本写的', remedy: '请把归航升级到最新版再打开。' }),
  store_failed: () => ({ what: '手机存储没有响应', remedy: `请再试一次；仍不行，重开归航。${askOffice}` }),
  lease_lapsed: () => ({
    what: '太久没有联系办公室，档案先合上了',
    remedy: '登记照常，一条不会少；找人请输入全名。到有信号的地方同步一次，档案就打开。',
  }),
  offline: () => ({ what: '现在连不上办公室', remedy: '不要紧：记录都存在手机里，一条不少；有信号后自动上传。' }),
  server_busy: () => ({ what: '办公室的服务器正忙', remedy: '稍后会自动再传，不用管它。' }),
  event_kept_aside: () => ({ what: '办公室核查后不采纳这条', remedy: '记录留存备查；有异议，请向办公室说明。' }),
  case_differs: () => ({
    what: '有档案与办公室对不上，重取后仍不同',
    remedy: `您的记录都在，没有少。${askOffice}`,
  }),
  scope_unexplained: () => ({
    what: '名单里少了很多人，办公室没有说明原因',
    remedy: '手机上的档案都留着，没有删。请问办公室是否改派或移交。',
  }),
  app_too_old: () => ({ what: '归航版本太旧，暂不能新增记录', remedy: '已存的记录照常上传。请升级后再登记。' }),
  already_decided: () => ({ what: '这条已经核查过', remedy: '请刷新再看。' }),
  quarantine_not_countable: () => ({
    what: '这条不能计入，只能留存备查',
    remedy: '它打不开、同一编号已有另一条，或不属于您能更正的档案。请选“不采纳”并写明理由。',
  }),
  record_changed: () => ({
    what: '打开这一页以后，这条又有更正或核对',
    remedy: '什么都没有丢。请刷新，看过现在的内容再办。',
  }),
  transfer_open: () => ({ what: '此人正在移交中', remedy: '请先等对方接收，或撤回后再办。' }),
  no_transfer: () => ({ what: '没有待办的移交', remedy: '可能已接收或撤回。请刷新再看。' }),
  server_not_trusted: () => ({
    what: '对方不是绑定时的办公室，没有发送任何内容',
    remedy: '请换一个网络再试；仍这样，请马上联系办公室。',
  }),
  request_malformed: () => ({ what: '服务器看不懂这次上传', remedy: `请升级归航。${askOffice}` }),
  request_too_large: () => ({ what: '这次上传太大', remedy: `稍后会分批再传。一直这样，${askOffice}` }),
  request_replayed: () => ({ what: '这次上传重复了', remedy: '不用管它，下次会自动续传。' }),
  signature_wrong: () => ({ what: '办公室不认这台手机的签名', remedy: `记录都在手机里。${askOffice}` }),
  nonce_stale: () => ({ what: '连接时间太长，已失效', remedy: '请再点一次“立即同步”。' }),
  device_unconfirmed: () => ({
    what: '等待办公室确认',
    remedy: '记录照常保存和上传。请把“我的”里的核对码念给办公室，由办公室核对确认后再同步。',
  }),
  too_many_requests: (p) => ({ what: '请求太频繁', remedy: `请等 ${waiting(p.wait_seconds)} 再试。记录都在，不会丢。` }),
  device_revoked: () => ({
    what: '这台手机已被办公室停用',
    remedy: '记录都在手机里。请带手机到办公室处理，不要卸载。',
  }),
  protocol_too_old: () => ({ what: '归航版本太旧', remedy: '请升级后再同步，记录不会丢。' }),
  not_found: () => ({ what: '没有找到', remedy: '请返回再试。' }),
  event_malformed: () => ({ what: '办公室打不开这条记录', remedy: `记录还在手机里。${askOffice}` }),
  event_too_large: () => ({ what: '这条记录太长，办公室没有收下', remedy: '请分成两条重新登记。' }),
  event_out_of_scope: () => ({ what: '此人当时不归您管，办公室暂存了这条', remedy: '请办公室核对指派后收下。' }),
  event_wrong_author: () => ({ what: '这条记录的填写人对不上', remedy: askOffice }),
  event_chain_broken: () => ({ what: '这条记录前后接不上', remedy: `记录还在手机里。${askOffice}` }),
  event_forked: () => ({
    what: '同一编号有两条记录，办公室已暂存',
    remedy: '这台手机可能被复制或还原过。请带到办公室核对并重新绑定。',
  }),
  event_given_back: () => ({
    what: '办公室恢复备份时丢了这条，别的手机已交回',
    remedy: `等办公室核查。${askOffice}`,
  }),
  event_not_by_phone: () => ({
    what: '这类事项只能在办公室办理，手机上报的不作数',
    remedy: '记录已留存。请到办公室的电脑上办理。',
  }),
  login_failed: () => ({ what: '用户名、密码或动态码不对', remedy: '请再试一次；动态码以手机上最新的一组为准。' }),
  login_delayed: (p) => ({ what: '输错次数过多', remedy: `请等 ${waiting(p.wait_seconds)} 再登录。` }),
  not_logged_in: () => ({ what: '登录已过期', remedy: '请重新登录，刚填的内容还在。' }),
  csrf_failed: () => ({ what: '页面已过期', remedy: '请刷新页面再试。' }),
  password_common: () => ({ what: '密码太常见', remedy: '不要用常见密码、登录名、单位名或地名，请换一个。' }),
  password_kinds: (p) => ({ what: '密码里的字符种类太少', remedy: `大写、小写、数字、符号里至少用 ${p.figure ?? '3'} 种。` }),
  password_same: () => ({ what: '新密码与现在的相同', remedy: '请换一个没有用过的。' }),
  password_expired: () => ({ what: '密码已到更换期限', remedy: '请填一个新密码，再登录一次。' }),
  setup_link_dead: () => ({ what: '设置链接已失效', remedy: '可能已用过或过期。请联系系统管理员重发。' }),
  totp_wrong: () => ({ what: '动态码不对', remedy: '请看验证器上现在的 6 位数字；手机时间要准。' }),
  login_taken: () => ({ what: '这个用户名已有人用', remedy: '请换一个用户名。' }),
  own_act: () => ({ what: '自己办的事不能由自己确认', remedy: '请另一位有权限的同事来确认。' }),
  file_sealed: () => ({ what: '这份档案已封存', remedy: '请填写理由申请调阅，由另一人批准。' }),
  caseload_open: (p) => ({ what: `名下还有 ${p.figure ?? ''} 人没有交接`, remedy: '请先在“工作交接”里交给别人；确实来不及的，写明理由。' }),
  unsent_on_device: (p) => ({ what: `手机上还有 ${p.figure ?? ''} 条未上传`, remedy: '先让手机联网上传；做不到的，勾选“已看过”。' }),
  state_forbids: () => ({ what: '现在的状态不能这样做', remedy: '可能已被别人处理。请刷新再看。' }),
  password_weak: (p) => ({ what: '密码太短', remedy: `至少 ${p.figure ?? '12'} 个字符，用一句自己记得住的话最好。` }),
  attachment_too_large: (p) => ({ what: '这张照片太大，没有收下', remedy: `最多 ${p.figure ?? '10'} 兆。请重新拍一张。` }),
  attachment_malformed: () => ({ what: '这个文件不是照片', remedy: '请用相机拍照，或选 JPG、PNG 图片。' }),
  attachment_unknown: () => ({ what: '附件不在这台手机上', remedy: '请删掉它，重新拍一张再保存。' }),
  attachments_too_many: (p) => ({ what: '附件太多', remedy: `一条记录最多 ${p.figure ?? '20'} 件。请去掉几件，或分两条记。` }),
  upload_offset_wrong: () => ({ what: '附件传到一半断过', remedy: '不用管它，会从断的地方接着传。' }),
  attachment_hash_wrong: () => ({ what: '附件在路上变了，没有收下', remedy: '不用管它，会自动重传。' }),
  capsule_empty: () => ({ what: '这台手机里没有要交的记录', remedy: '已全部上传，不用交。' }),
  capsule_malformed: () => ({ what: '这不是归航交出的文件', remedy: '请选扩展名为 .guihang 的文件，或把整段二维码文字粘贴进来。' }),
  capsule_incomplete: (p) => ({
    what: p.figure ? `文件不完整，缺第 ${p.figure} 段` : '文件不完整',
    remedy: '请在手机上重新交出一次，整个拷过来再交。手机里的还在。',
  }),
  capsule_foreign: () => ({ what: '这份记录不是交给本乡镇的，打不开', remedy: '请交到绑定这台手机的乡镇办公室。' }),
  capsule_tampered: () => ({ what: '文件在路上被改过，没有收下', remedy: '请从手机上重新交出一次；仍这样，请保留文件并报告。' }),
  capsule_too_long: () => ({ what: '记录太多，二维码放不下', remedy: '请改用“存成文件”交出。' }),
}

export const waits = {
  moment: '一会儿',
  seconds: (n: number) => `${n} 秒`,
  minutes: (n: number) => `${n} 分钟`,
  hours: (n: number) => `${n} 小时`,
} as const

export function waiting(seconds: number | null): string {
  if (seconds === null || seconds <= 0) return waits.moment
  if (seconds < 60) return waits.seconds(seconds)
  const minutes = Math.ceil(seconds / 60)
  return minutes < 60 ? waits.minutes(minutes) : waits.hours(Math.ceil(minutes / 60))
}

export function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.prototype.hasOwnProperty.call(sentences, code)
}

export function sayProblem(problem: Problem): Sentence {
  return sentences[problem.code](problem)
}

export const problemCodes = Object.keys(sentences) as ProblemCode[]
