import { ref } from 'vue'
import type { TaskRow as Row } from '../../common/bindings/TaskRow'
import type { Urgency } from '../../common/components/TaskRow.vue'
import { today as words } from '../../common/words/today'

export type Order = keyof typeof words.orders
/** Stays while the app runs, whatever screen is looked at. */
export const order = ref<Order>('date')

export interface Shown {
  row: Row
  urgency: Urgency
}
export interface Group {
  key: string
  title: string
  rows: Shown[]
}
const urgencies: readonly Urgency[] = ['overdue', 'today', 'soon', 'later']
const byDue = (a: Shown, b: Shown) => (a.row.duty.due < b.row.duty.due ? -1 : a.row.duty.due > b.row.duty.due ? 1 : 0)

function gather(rows: readonly Shown[], of: (row: Row) => string): Map<string, Shown[]> {
  const groups = new Map<string, Shown[]>()
  for (const shown of rows) {
    const key = of(shown.row)
    groups.set(key, [...(groups.get(key) ?? []), shown])
  }
  return groups
}
/** Groups with the most urgent first. */
function mostUrgentFirst(groups: Group[]): Group[] {
  const first = (group: Group) => group.rows.map((r) => r.row.duty.due).sort()[0] ?? ''
  return [...groups].sort((a, b) => (first(a) < first(b) ? -1 : first(a) > first(b) ? 1 : 0))
}

export function grouped(rows: readonly Shown[], by: Order): Group[] {
  if (by === 'date') {
    return urgencies
      .map((u) => ({ key: u, title: words.groups[u], rows: rows.filter((r) => r.urgency === u) }))
      .filter((group) => group.rows.length > 0)
      .map((group) => ({ ...group, title: words.filterCount(group.title, group.rows.length) }))
  }
  if (by === 'person') {
    const of = gather([...rows].sort(byDue), (row) => row.person.case)
    return mostUrgentFirst(
      [...of].map(([key, own]) => ({ key, title: words.filterCount(own[0]?.row.person.name ?? '', own.length), rows: own })),
    )
  }
  const of = gather(rows, (row) => row.person.village)
  return mostUrgentFirst([...of].map(([key, own]) => ({ key, title: titleOf(key, own), rows: onTheWay(own) })))
}
const titleOf = (village: string, rows: readonly Shown[]) =>
  words.village(village, new Set(rows.map((r) => r.row.person.case)).size, rows.length)

/** 顺路: door by door as the addresses count up, and all that is due behind one door together. */
function onTheWay(rows: readonly Shown[]): Shown[] {
  return [...rows].sort(
    (a, b) =>
      a.row.person.residence.localeCompare(b.row.person.residence, 'zh', { numeric: true }) ||
      (a.row.person.case < b.row.person.case ? -1 : a.row.person.case > b.row.person.case ? 1 : byDue(a, b)),
  )
}
