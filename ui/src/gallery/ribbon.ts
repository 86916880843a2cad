import type { Ribbon } from '../common/bindings/Ribbon'
import type { RibbonRow } from '../common/bindings/RibbonRow'
import type { DutyKind } from '../common/bindings/DutyKind'
import type { WindowStatus } from '../common/bindings/WindowStatus'

/** Invented windows that show every status, as wide as the norm's rehab measure has them. */
function row(kind: DutyKind, spans: number[], status: (i: number) => WindowStatus): RibbonRow {
  let at = 0
  const cells = spans.map((months, i) => {
    const cell = { window: i + 1, first: day(at, 10), last: day(at + months, 9), status: status(i), months }
    at += months
    return cell
  })
  const done = cells.filter((c) => c.status === 'satisfied' || c.status === 'made_up').length
  return { kind, cells, done, required: cells.length }
}
function day(month: number, d: number): string {
  const at = 8 + month
  return `${2025 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-${String(d).padStart(2, '0')}`
}
const each = (n: number, months: number): number[] => Array<number>(n).fill(months)

export const ribbon: Ribbon = {
  term_months: 36,
  first: '2025-09-10',
  last: '2028-09-09',
  today: '2026-11-24',
  rows: [
    row('test', [...each(12, 1), ...each(6, 2), ...each(4, 3)], (i) =>
      i === 4 ? 'lapsed' : i === 7 ? 'made_up' : i === 11 ? 'missed' : i < 13 ? 'satisfied' : i === 13 ? 'open' : 'future',
    ),
    row('visit', each(36, 1), (i) =>
      i === 5 || i === 6 ? 'suspended' : i < 14 ? 'satisfied' : i === 14 ? 'open' : i > 33 ? 'cancelled' : 'future',
    ),
    row('report', each(36, 1), (i) => (i < 13 ? 'satisfied' : i === 13 ? 'missed' : i === 14 ? 'open' : 'future')),
  ],
}
