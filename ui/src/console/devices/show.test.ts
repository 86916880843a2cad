import { expect, it } from 'vitest'
import type { DeviceRow } from '../../common/bindings/console/DeviceRow'
import { newPairing, rowsFor, showIn } from './show'

const device = (series: string, user: string, revoked: string | null = null): DeviceRow => ({
  series,
  user: { user, name: '试例甲', role: 'worker' },
  device_name: '演示机',
  app_version: '0.1.0',
  update: 'none',
  paired_at: '2026-11-01T09:00:00+08:00',
  last_seen_at: null,
  clock_offset_seconds: null,
  unsent: 0,
  up_to_seq: 0,
  quarantined: 0,
  revoked_at: revoked,
  confirmed_at: '2026-11-01T09:10:00+08:00',
  may_confirm: false,
  fingerprint: '4821 0937 5512',
  storage_free_mib: null,
  forked: false,
  silent: false,
  tally: { pushed: 0, accepted: 0, duplicate: 0, quarantined: 0 },
  alerts: [],
})
const rows = [device('s1', 'u1'), device('s2', 'u2'), device('s3', 'u1', '2026-11-02T09:00:00+08:00')]

it('shows devices in use, those that wait or are silent, or the revoked ones', () => {
  const series = (list: DeviceRow[]) => list.map((r) => r.series)
  expect(series(rowsFor('active', rows))).toEqual(['s1', 's2'])
  expect(series(rowsFor('silent', [{ ...rows[1]!, silent: true }, ...rows]))).toEqual(['s2'])
  expect(series(rowsFor('waiting', [{ ...rows[0]!, confirmed_at: null }, ...rows]))).toEqual(['s1'])
  expect(series(rowsFor('revoked', rows))).toEqual(['s3'])
  expect(showIn('nonsense')).toBe('active')
})

it('notices the phone that was just paired, and only the one waited for', () => {
  expect(newPairing('u1', new Set(['s1', 's3']), rows)).toBeNull()
  expect(newPairing('u2', new Set(['s1', 's3']), rows)?.series).toBe('s2')
})
