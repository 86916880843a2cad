import type { EntryKind } from '../bindings/EntryKind'
import { common } from './common'

/** Fields of a record by their path in its body, as people call them. What is not named here is not marked. */
export const fields = {
  always: { happened_at: '时间', attachments: '照片附件' },
  ofKind: {
    visit: {
      place: '地点',
      target: '见了谁',
      met: '被访人',
      cooperation: '配合情况',
      living: '生活状况',
      mood: '情绪',
      notes: '谈话内容',
      difficulty: '突出困难',
      companions: '同行人员',
    },
    test: { method: '方法', result: '结果', place: '地点', second_staff: '第二人', kit: '试剂', sample_no: '样本编号', remarks: '备注' },
    refusal: { place: '地点', facts: '经过', notice_proof: '通知证明', witness: '见证人' },
    report: { content: '报告内容' },
    guidance: { content: '内容', attendees: '人数' },
    support: { content: '内容', partner: '部门、单位' },
  },
} as const

export function fieldLabels(kind: EntryKind): Record<string, string> {
  const ofKind: Partial<Record<EntryKind, Record<string, string>>> = fields.ofKind
  return { ...ofKind[kind], ...fields.always }
}
export function sayFields(kind: EntryKind, paths: readonly string[]): string {
  const labels = fieldLabels(kind)
  return common.list(paths.map((path) => labels[path] ?? path))
}
