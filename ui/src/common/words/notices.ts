/** 与您的记录有关: what a merge changed; and windows that went by unfulfilled. */
export const notices = {
  title: (n: number) => `与您的记录有关 ${n}`,
  kept: (n: number) => `已知道的 ${n} 条`,
  told: (at: string) => `${at} 告知`,
  seeRecord: '看记录',
  seePaper: '看文书',
  read: '知道了',
  readOf: (name: string, text: string) => `知道了：${name}，${text}`,
  more: (n: number) => `再看 ${n} 条`,
} as const

export const findings = {
  title: (n: number) => `未完成的各期 ${n}`,
  why: '为什么',
  whyOf: (text: string) => `为什么：${text}`,
  more: (n: number) => `再看 ${n} 期`,
} as const
