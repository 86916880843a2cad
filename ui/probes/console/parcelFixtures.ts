import type { ParcelRow } from '../../src/common/bindings/console/ParcelRow'
import type { Parcels } from '../../src/common/bindings/console/Parcels'
import type { ParcelTaken } from '../../src/common/bindings/console/ParcelTaken'

const row: ParcelRow = {
  case: 'case-8', name: '王例八', hash: 'sha256:01', direction: 'out', peer_name: '例远镇', records: 64, made_at: '2026-11-23T15:00:00+08:00', settled_at: null, receipt: '', trace: null,
}
/** One that waits for its receipt, one that left, one that came. */
export const parcels: Parcels = {
  card: 'GHK1.eyJ2IjoxLCJ0b3duc2hpcCI6IjQzMDQyMTk5OSIsIm5hbWUiOiLmn7PkvovplYciLCJzZWFsIjoiYWdlMWV4YW1wbGVleGFtcGxlZXhhbXBsZWV4YW1wbGUiLCJrZXkiOiJleGFtcGxlIn0',
  check: '4071 9926',
  rows: [
    row,
    { ...row, case: 'case-gone', name: '', hash: 'sha256:02', records: 41, made_at: '2026-10-08T09:10:00+08:00', settled_at: '2026-10-12T10:00:00+08:00', receipt: 'GHR1.example', trace: { case: 'case-gone', handed_over: '2026-10-12', facts: 41, hash: 'sha256:0a', papers: {} } },
    { ...row, case: 'case-5', name: '周例五', hash: 'sha256:03', direction: 'in', peer_name: '例北镇', records: 88, made_at: '2026-09-01T09:00:00+08:00', settled_at: '2026-09-01T09:00:00+08:00', receipt: 'GHR1.example-2' },
  ],
}
export const parcelTaken: ParcelTaken = { case: 'case-5', name: '周例五', from_name: '例北镇', check: '8813 0042', records: 88, attachments: 12, receipt: 'GHR1.example-2' }
