import type { StaffRow } from '../../common/bindings/console/StaffRow'
import type { UserState } from '../../common/bindings/console/UserState'

export type Show = 'working' | 'waiting' | 'gone'
export const shows: readonly Show[] = ['working', 'waiting', 'gone']

export const showIn = (value: unknown): Show => shows.find((s) => s === value) ?? 'working'

const place: Record<UserState, Show> = {
  active: 'working',
  invited: 'waiting',
  unconfirmed: 'waiting',
  suspended: 'gone',
  left: 'gone',
}

export const rowsFor = (show: Show, rows: readonly StaffRow[]): StaffRow[] => rows.filter((r) => place[r.state] === show)

const tones: Record<UserState, string> = { active: 'good', invited: 'warn', unconfirmed: 'warn', suspended: 'bad', left: 'plain' }
export const tone = (state: UserState): string => tones[state]
