import type { UserStep } from '../../common/bindings/console/UserStep'

export const people = {
  title: '人员与角色',
  invite: '邀请人员',
  show: '显示',
  shows: { working: '在岗', waiting: '待办', gone: '停用和离岗' },
  name: '姓名',
  login: '用户名',
  role: '角色',
  state: '状态',
  devices: '手机',
  persons: '责任对象',
  act: '办理',
  actOf: (what: string, name: string) => `${what}：${name}`,
  none: '没有这样的账号。',
  roles: '系统、安全、审计三种管理员互不兼任，都看不到档案。自己办的事，由另一个人确认。',
  confirmed: (name: string) => `${name}可以登录了`,
  done: (what: string, name: string) => `${what}：${name}，已办`,
} as const

export const inviteDialog = {
  title: '邀请人员',
  name: '姓名',
  login: '用户名',
  loginHint: '字母、数字、点、横线，例如 zhangsan',
  role: '角色',
  make: '出设置链接',
  making: '正在出链接…',
} as const

export const linkDialog = {
  title: '设置链接',
  lead: (login: string) => `请当面或电话交给本人（用户名 ${login}）。本人打开它，自己设密码和动态码。`,
  link: '链接',
  until: (at: string) => `${at} 前有效，只能用一次；关掉这个窗口就再也看不到。`,
  next: '本人设好以后，由另一位同事在这里确认，账号才能用。',
  copy: '复制链接',
  copied: '已复制',
  close: '关闭',
} as const

export const stepDialog: { title: Record<UserStep, string>; effect: Record<UserStep, string>; note: string; cancel: string; role: string } = {
  title: {
    invite_again: '重发邀请',
    confirm: '确认账号',
    suspend: '停用账号',
    resume: '恢复账号',
    change_role: '改角色',
    reset_credentials: '重置密码和动态码',
    leave: '办理离岗',
  },
  effect: {
    invite_again: '以前的设置链接马上失效，另出一个新的。',
    confirm: '请先核实是本人、角色无误。确认以后他就能登录。',
    suspend: '登录马上断开，手机不再应答；没有上传的记录留在手机里。',
    resume: '恢复以后还要另一个人确认。',
    change_role: '登录马上断开；新角色由另一个人确认后生效。',
    reset_credentials: '登录马上断开，手机要重新确认；出一个 10 分钟有效的设置链接。',
    leave: '账号永久停用，手机吊销，责任对象转为未指派。不能撤回。',
  },
  note: '这件事会记入审计。',
  cancel: '取消',
  role: '新角色',
}

export const openings = {
  title: '紧急查阅',
  ask: '紧急打开一份档案',
  number: '证件号码或决定书文号',
  numberHint: '要完整的号码；查不到的号码也会记入审计',
  reason: '理由',
  reasonHint: '至少 10 个字，会马上告知档案所在的办公室，事后由别人复核',
  hours: '打开时间',
  hoursOf: (n: number) => `${n} 小时`,
  open: '打开',
  opening: '正在打开…',
  reasonShort: '请写明理由，至少 10 个字。',
  list: '本地档案被紧急查阅',
  none: '没有人紧急查阅过。',
  who: '谁',
  from: '单位',
  when: '打开时间',
  until: '到期',
  running: '正在查阅',
  over: '已到期',
  verdict: '复核',
  waiting: '待复核',
  justified: '确有必要',
  unjustified: '没有必要',
  by: (name: string) => `复核人：${name}`,
  own: '自己的查阅由别人复核',
  judged: '已复核',
} as const

export const setup = {
  title: '设置账号',
  lead: (township: string, name: string, role: string) => `${township} · ${name} · ${role}`,
  login: '用户名',
  scan: '一、用手机验证器扫这个码，或输入密钥：',
  qr: '动态码二维码',
  secret: '密钥',
  choose: '二、设一个密码',
  password: '新密码',
  again: '再输一遍',
  passwordHint: (length: number, kinds: number) =>
    kinds > 0 ? `至少 ${length} 个字符，大写、小写、数字、符号至少 ${kinds} 种` : `至少 ${length} 个字符，用一句自己记得住的话最好`,
  differ: '两遍不一样，请再输。',
  totp: '三、验证器上的 6 位数字',
  totpSix: '动态码是 6 位数字。',
  submit: '设好了',
  submitting: '正在保存…',
  active: '账号已经可以登录。',
  unconfirmed: '已设好。请等另一位同事在“人员与角色”里确认，然后就能登录。',
  toLogin: '去登录',
} as const

export const reads = {
  title: '谁看过这份档案',
  open: '谁看过',
  when: '时间',
  who: '谁',
  what: '做了什么',
  phone: '手机',
  none: '还没有记录。',
  close: '关闭',
} as const
