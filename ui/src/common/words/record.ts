/** What a record is to the person who wrote it. Green words only after the office's signed receipt. */
export type RecordState = 'draft' | 'kept' | 'uploaded' | 'reviewed' | 'returned' | 'clash'

export const recordStates: Record<RecordState, string> = {
  draft: '草稿',
  kept: '存本机',
  uploaded: '已上传',
  reviewed: '已核对',
  returned: '退回',
  clash: '矛盾',
}
