import type { RibbonRow } from '../bindings/RibbonRow'
import type { WindowStatus } from '../bindings/WindowStatus'

/** Most urgent first. */
const order: readonly WindowStatus[] = [
  'missed',
  'open',
  'lapsed',
  'satisfied',
  'made_up',
  'suspended',
  'cancelled',
  'future',
]

/** How many windows of each status a row has, most urgent first, without the zeros. */
export function tally(row: RibbonRow): { status: WindowStatus; count: number }[] {
  return order
    .map((status) => ({ status, count: row.cells.filter((c) => c.status === status).length }))
    .filter((t) => t.count > 0)
}

/** Months of the term left uncovered by windows, so that every row fills the same width. */
export function gap(row: RibbonRow, months: number): number {
  return Math.max(0, months - row.cells.reduce((sum, c) => sum + c.months, 0))
}

/** The month of the term a window starts in, from 1. */
export function startMonth(row: RibbonRow, index: number): number {
  return 1 + row.cells.slice(0, index).reduce((sum, c) => sum + c.months, 0)
}
