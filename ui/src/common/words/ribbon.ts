export const ribbon = {
  caption: (months: number) => `${months} 个月期限内各期完成情况`,
  legend: '图例',
  year: (n: number) => `第${['一', '二', '三', '四', '五'][n - 1] ?? n}年`,
  progress: (done: number, of: number) => `完成 ${done}/${of}`,
  sum: (state: string, n: number) => `${state} ${n}`,
  cell: (from: number, to: number, state: string, first: string, last: string) =>
    `第${from === to ? from : `${from}至${to}`}月 ${state} ${first}至${last}`,
} as const
