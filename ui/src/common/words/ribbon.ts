import type { WindowStatus } from '../components/ribbon'

const status: Record<WindowStatus, string> = {
  satisfied: '已完成',
  made_up: '已补办',
  open: '本期待办',
  missed: '漏办',
  lapsed: '漏办已过补办期',
  future: '未到期',
  suspended: '中止',
  cancelled: '已结束',
}

export const ribbon = {
  status,
  caption: (months: number) => `${months} 个月期限内各期完成情况`,
  legend: '图例',
  year: (n: number) => `第${['一', '二', '三', '四', '五'][n - 1] ?? n}年`,
  sum: (s: WindowStatus, n: number) => `${status[s]} ${n}`,
  cell: (from: number, to: number, state: string, first: string, last: string) =>
    `第${from === to ? from : `${from}至${to}`}月 ${state} ${first}至${last}`,
} as const
