import type { RecordState } from '../bindings/RecordState'

/** What a record is to the person who wrote it. 已上传 only after the office's signed receipt. */
export type PillState = 'draft' | RecordState | 'reviewed'

export const recordStates: Record<PillState, string> = {
  draft: '草稿',
  saved: '存本机',
  incomplete: '附件未传完',
  uploaded: '已上传',
  reviewed: '已核对',
  quarantined: '退回',
  contradicted: '矛盾',
}
