export const today = {
  title: '今日任务',
  why: '为什么',
  whyOf: (name: string, what: string) => `是这天：${name}，${what}`,
} as const
