import type { DeviceRow } from '../../common/bindings/console/DeviceRow'

export type Show = 'active' | 'waiting' | 'silent' | 'revoked'
export const shows: readonly Show[] = ['active', 'waiting', 'silent', 'revoked']

export const showIn = (value: unknown): Show => shows.find((s) => s === value) ?? 'active'

export function rowsFor(show: Show, rows: readonly DeviceRow[]): DeviceRow[] {
  switch (show) {
    case 'active':
      return rows.filter((r) => r.revoked_at === null)
    case 'silent':
      return rows.filter((r) => r.silent)
    case 'waiting':
      return rows.filter((r) => r.revoked_at === null && r.confirmed_at === null)
    case 'revoked':
      return rows.filter((r) => r.revoked_at !== null)
  }
}

/** A device of `user` that was not there before: the pairing that was waited for. */
export function newPairing(user: string, before: ReadonlySet<string>, rows: readonly DeviceRow[]): DeviceRow | null {
  return rows.find((r) => r.user.user === user && !before.has(r.series)) ?? null
}
