/** Nothing here says what the app is for: others look on. */
export const doorstep = {
  enter: '门口模式：只留一份记录',
  which: '只留哪一份',
  name: '日程',
  hide: '藏起',
  end: '结束',
  pin: '请输入密码',
  rest: '今天的安排',
  goOn: '接着写',
  none: '没有别的安排',
  realName: '归航',
} as const
