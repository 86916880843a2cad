import type { Measure } from '../../common/bindings/console/Measure'
import type { State } from '../../common/bindings/console/State'
import type { StateCount } from '../../common/bindings/console/StateCount'

const measures: readonly Measure[] = ['rehab', 'recovery']
const order: readonly State[] = [
  'overdue',
  'registered',
  'active',
  'suspended',
  'expired',
  'discharged',
  'terminated',
  'closed_other',
]

export interface CountTable {
  states: State[]
  rows: { measure: Measure; cells: { state: State; persons: number }[]; sum: number }[]
}

/** The counts as a table: a row a measure, a column for each state that anybody is in. */
export function countTable(counts: readonly StateCount[]): CountTable {
  const of = (measure: Measure, state: State) =>
    counts.filter((c) => c.measure === measure && c.state === state).reduce((sum, c) => sum + c.persons, 0)
  const states = order.filter((state) => measures.some((m) => of(m, state) > 0))
  const rows = measures.map((measure) => {
    const cells = states.map((state) => ({ state, persons: of(measure, state) }))
    return { measure, cells, sum: cells.reduce((sum, c) => sum + c.persons, 0) }
  })
  return { states, rows }
}
