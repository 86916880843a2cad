import type { AppFloorView } from '../../src/common/bindings/console/AppFloorView'
import type { AuditAlert } from '../../src/common/bindings/console/AuditAlert'
import type { AuditPage } from '../../src/common/bindings/console/AuditPage'
import type { Me } from '../../src/common/bindings/console/Me'
import type { Transfers } from '../../src/common/bindings/console/Transfers'
import { me } from './fixtures'

/** Whoever reads the audit sees no file. */
export const auditor: Me = { ...me, user: 'u-ji', name: '计审计', role: 'audit', rights: ['see_audit', 'see_reads'] }

const uuid = '019a2b3c-4d5e-7f60-8a9b-0c1d2e3f4a5b'
const acts = ['see_file', 'search', 'record', 'push', 'pull', 'login', 'login_refused', 'open_urgently', 'see_blob', 'revoke'] as const

export const auditPage: AuditPage = {
  rows: acts.map((act, i) => ({
    entry: 4210 - i,
    at: `2026-11-24T08:${String(50 - i).padStart(2, '0')}:12+08:00`,
    who: act === 'push' || act === 'pull' ? '苗专干' : '文内勤',
    by_device: act === 'push' || act === 'pull',
    act,
    subject: act === 'push' ? '41-44' : act === 'login' ? '' : uuid,
  })),
  next: 4200,
  chain: { verified_up_to: 4210, broken_at: null },
  users: [
    { user: 'u-miao', name: '苗专干', role: 'worker' },
    { user: 'u-wen', name: '文内勤', role: 'office' },
  ],
}

export const auditAlerts: AuditAlert[] = [
  { series: 's-1', device_name: '安卓 9', entry: 3988, signed_at: '2026-11-20T09:00:00+08:00', seen_at: '2026-11-23T10:12:00+08:00', word: null },
]

export const appFloor: AppFloorView = {
  wanted: '0.2.0',
  required: '',
  versions: [
    { version: '0.2.0', devices: 2 },
    { version: '0.1.0', devices: 1 },
  ],
}

export const transfers: Transfers = {
  rows: [
    { case: 'case-5', name: '周例五', from: '430421999', from_name: '柳例镇', to: '430421998', to_name: '例北镇', state: 'begun', begun_at: '2026-11-23T15:00:00+08:00', ended_at: null },
    { case: 'case-9', name: '冯例九', from: '430421998', from_name: '例北镇', to: me.township, to_name: '柳例镇', state: 'begun', begun_at: '2026-11-22T09:30:00+08:00', ended_at: null },
    { case: 'case-2', name: '钱例二', from: '430421998', from_name: '例北镇', to: '430421999', to_name: '柳例镇', state: 'accepted', begun_at: '2026-10-08T10:00:00+08:00', ended_at: '2026-10-10T16:20:00+08:00' },
  ],
  townships: [{ code: '430421998', name: '例北镇' }],
}
