/** Statuses of a window of the term, in the order the norm decides them. */
export type WindowStatus =
  | 'satisfied'
  | 'made_up'
  | 'open'
  | 'missed'
  | 'lapsed'
  | 'future'
  | 'suspended'
  | 'cancelled'

export interface RibbonCell {
  /** Months of the term, first included, last excluded; month 0 is the first. */
  from: number
  to: number
  status: WindowStatus
  /** First and last day, `YYYY-MM-DD`. */
  first: string
  last: string
}

export interface RibbonRow {
  kind: string
  label: string
  cells: RibbonCell[]
}

/** How many windows of each status a row has, most urgent first, without the zeros. */
export function tally(row: RibbonRow): { status: WindowStatus; count: number }[] {
  const order: WindowStatus[] = [
    'missed',
    'open',
    'lapsed',
    'satisfied',
    'made_up',
    'suspended',
    'cancelled',
    'future',
  ]
  return order
    .map((status) => ({ status, count: row.cells.filter((c) => c.status === status).length }))
    .filter((t) => t.count > 0)
}

/** Months without a window (between odd terms) become empty gaps, so that columns always add up. */
export function layOut(row: RibbonRow, months: number): (RibbonCell | { from: number; to: number; status: null })[] {
  const out: (RibbonCell | { from: number; to: number; status: null })[] = []
  let at = 0
  for (const cell of [...row.cells].sort((a, b) => a.from - b.from)) {
    if (cell.from > at) out.push({ from: at, to: cell.from, status: null })
    out.push(cell)
    at = cell.to
  }
  if (at < months) out.push({ from: at, to: months, status: null })
  return out
}
