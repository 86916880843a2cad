import type { Problem } from '../bindings/Problem'
import { common } from './common'
import { sayProblem } from './problem'

export const app = {
  saved: '已存本机',
  stripReady: '有检测板到时间了，请看结果',
  undone: '已撤销，原记录标为作废',
  notUndone: (p: Problem) => {
    const s = sayProblem(p)
    return `没有撤销：${common.said(s.what, s.remedy)}`
  },
  tabs: { tasks: '任务', people: '人员', record: '登记', me: '我的' },
  demo: '演示机：密钥没有硬件保护，只能连演示办公室',
  opening: '正在打开归航…',
} as const
