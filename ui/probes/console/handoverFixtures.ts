import type { Caseload } from '../../src/common/bindings/console/Caseload'
import type { Handovers } from '../../src/common/bindings/console/Handovers'
import type { Role } from '../../src/common/bindings/console/Role'

const miao = { user: 'u-miao', name: '苗专干', role: 'worker' } as const
const tian = { user: 'u-tian', name: '田专干', role: 'worker' } as const
const bai = { user: 'u-bai', name: '白专干', role: 'worker' } as const
const wen = { user: 'u-wen', name: '文内勤', role: 'office' } as const

/** What a worker who goes has: two persons, and a phone that has not sent everything. */
export const caseload: Caseload = {
  worker: miao,
  today: '2026-11-24',
  cases: [
    { case: 'case-8', name: '王例八', village: '柳例村', overdue: 1, next: '定期检测', next_due: '2026-11-15', deciding: 2, others: [] },
    { case: 'case-3', name: '孙例三', village: '东塘村', overdue: 0, next: '家访谈话', next_due: '2026-11-29', deciding: 0, others: [tian] },
  ],
  devices: [{ device_name: '苗专干的演示机', unsent: 3, silent: true, last_seen_at: '2026-11-19T17:05:00+08:00' }],
}

export const handoversOf = (role: Role): Handovers => ({
  load_max: 30,
  may_list: role === 'office',
  workers: [
    { worker: miao, persons: 2 },
    { worker: tian, persons: 29 },
    { worker: bai, persons: 12 },
  ],
  rows: [
    {
      handover: 'h-1',
      from: bai,
      state: 'listed',
      made_at: '2026-11-23T09:00:00+08:00',
      listed_by: wen,
      reason: '调离',
      remarks: ['2项逾期', '1条手机上未上传'],
      receivers: [
        { to: miao, persons: ['赵例一', '钱例二'], count: 2, signed_at: '2026-11-23T15:00:00+08:00' },
        { to: tian, persons: ['李例四'], count: 1, signed_at: null },
      ],
      ended_by: null,
      ended_at: null,
      may_sign: false,
      may_approve: role === 'leader',
      may_withdraw: role === 'office',
    },
  ],
})
