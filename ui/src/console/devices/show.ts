import type { DeviceRow } from '../../common/bindings/console/DeviceRow'

export type Show = 'active' | 'silent' | 'revoked'
export const shows: readonly Show[] = ['active', 'silent', 'revoked']

export const showIn = (value: unknown): Show => shows.find((s) => s === value) ?? 'active'

/** `silent` are the series the server's workbench names. */
export function rowsFor(show: Show, rows: readonly DeviceRow[], silent: ReadonlySet<string>): DeviceRow[] {
  switch (show) {
    case 'active':
      return rows.filter((r) => r.revoked_at === null)
    case 'silent':
      return rows.filter((r) => r.revoked_at === null && silent.has(r.series))
    case 'revoked':
      return rows.filter((r) => r.revoked_at !== null)
  }
}

/** A device of `user` that was not there before: the pairing that was waited for. */
export function newPairing(user: string, before: ReadonlySet<string>, rows: readonly DeviceRow[]): DeviceRow | null {
  return rows.find((r) => r.user.user === user && !before.has(r.series)) ?? null
}
