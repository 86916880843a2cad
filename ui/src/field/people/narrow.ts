import type { PersonRow } from '../../common/bindings/PersonRow'
import type { State } from '../../common/bindings/State'
import type { people } from '../../common/words/people'

export type Filter = keyof typeof people.filters
export interface Narrow {
  filter: Filter
  village: string | null
  state: State | null
}
const inFilter: Record<Filter, (row: PersonRow) => boolean> = {
  all: () => true,
  overdue: (row) => row.overdue > 0,
  minor: (row) => row.person.listing === 'minor',
}

export function narrowed(rows: readonly PersonRow[], by: Narrow): PersonRow[] {
  return rows.filter(
    (row) =>
      inFilter[by.filter](row) &&
      (by.village === null || row.person.village === by.village) &&
      (by.state === null || row.person.state === by.state),
  )
}
/** What can be chosen among these people, the most frequent first. */
export function choices<T extends string>(rows: readonly PersonRow[], of: (row: PersonRow) => T): T[] {
  const counts = new Map<T, number>()
  for (const row of rows) counts.set(of(row), (counts.get(of(row)) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1]).map(([value]) => value)
}
