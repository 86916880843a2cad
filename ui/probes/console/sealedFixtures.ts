import type { SealedPage } from '../../src/common/bindings/console/SealedPage'
import type { SealedRow } from '../../src/common/bindings/console/SealedRow'
import type { UnsealingRow } from '../../src/common/bindings/console/UnsealingRow'

const row = (case_: string, code: string, more: Partial<SealedRow>): SealedRow => ({
  case: case_, code, order_tail: '21号', measure: 'rehab', year: 2023, why: '期满解除', since: '2026-10-08', owed: [], last_open: '2026-11-07', shut: true, wish: null, ...more,
})

/** A shut file that nobody of the fixtures is. */
export const SHUT = 'case-shut'

export const wish = (more: Partial<UnsealingRow> = {}): UnsealingRow => ({
  opening: 'un-1',
  case: SHUT,
  code: '7b31c0',
  order_tail: '21号',
  user: { user: 'u-shi', name: '石民警', role: 'police' },
  reason: '当事人信访，复核第二次告诫书的送达情况',
  purpose: '信访核查',
  hours: 2,
  asked_at: '2026-11-24T08:55:00+08:00',
  state: 'open',
  settled_by: null,
  settled_at: null,
  note: '',
  until: null,
  running: false,
  may_settle: true,
  may_take_back: false,
  ...more,
})

export const running = wish({
  opening: 'un-2',
  case: 'case-9',
  code: '90aa4f',
  order_tail: '7号',
  user: { user: 'u-wen', name: '文内勤', role: 'office' },
  reason: '法院来函调取当年的评估表，需核对份数',
  purpose: '法院调卷',
  state: 'approved',
  settled_by: { user: 'u-ling', name: '凌领导', role: 'leader' },
  settled_at: '2026-11-24T09:00:00+08:00',
  until: '2026-11-24T11:00:00+08:00',
  running: true,
  may_settle: false,
})

export const sealedPage = (wishes: UnsealingRow[]): SealedPage => ({
  rows: [
    row('case-open', '1c09d2', { order_tail: '66号', year: 2023, since: '2026-11-20', owed: ['upload', 'served_family'], last_open: '2026-12-20', shut: false }),
    row(SHUT, '7b31c0', {}),
    row('case-9', '90aa4f', { order_tail: '7号', year: 2024, measure: 'recovery', why: '强制隔离戒毒', since: '2026-06-02', wish: 'un-2' }),
    row('case-old', 'e4d7f8', { order_tail: '103号', year: 2020, why: '死亡', since: '2022-02-14' }),
  ],
  matching: 4,
  page: 1,
  pages: 1,
  years: [2026, 2022],
  wishes,
})
