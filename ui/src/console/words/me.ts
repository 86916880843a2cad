/** 自己的账号. */
export const ownPassword = {
  title: '修改密码',
  current: '现在的密码',
  next: '新密码',
  nextHint: '用一句自己记得住、别人猜不到的话最好',
  again: '再输一遍新密码',
  differ: '两遍不一样，请再输。',
  totp: '验证器上的 6 位数字',
  totpSix: '动态码是 6 位数字。',
  effect: '改好后，您在别处的登录会马上断开。',
  save: '修改密码',
  saving: '正在修改…',
  done: '密码已修改',
} as const
