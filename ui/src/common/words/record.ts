import type { RecordState } from '../bindings/RecordState'

/** What a record is to the person who wrote it. 已上传 only after the office's signed receipt, 已核对 only by its word. */
export type PillState = 'draft' | RecordState

export const recordStates: Record<PillState, string> = {
  draft: '草稿',
  saved: '存本机',
  incomplete: '附件未传完',
  uploaded: '已上传',
  accepted: '已核对',
  returned: '退回',
  quarantined: '待核查',
  contradicted: '矛盾',
}
