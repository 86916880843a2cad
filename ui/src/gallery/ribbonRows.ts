import type { RibbonCell, RibbonRow, WindowStatus } from '../common/components/ribbon'

/** Invented windows that show every status, laid out as the norm's rehab measure does. */
function cells(spans: [number, number][], status: (i: number) => WindowStatus): RibbonCell[] {
  return spans.map(([from, to], i) => ({
    from,
    to,
    status: status(i),
    first: month(from),
    last: month(to),
  }))
}
function month(m: number): string {
  const at = 8 + m
  return `${2025 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-10`
}
const each = (n: number, step: number, from = 0): [number, number][] =>
  Array.from({ length: n }, (_, i) => [from + i * step, from + (i + 1) * step])

export const ribbonRows: RibbonRow[] = [
  {
    kind: 'test',
    label: '吸毒检测',
    cells: cells([...each(12, 1), ...each(6, 2, 12), ...each(4, 3, 24)], (i) =>
      i === 4 ? 'lapsed' : i === 7 ? 'made_up' : i === 11 ? 'missed' : i < 13 ? 'satisfied' : i === 13 ? 'open' : 'future',
    ),
  },
  {
    kind: 'visit',
    label: '家访·谈话',
    cells: cells(each(36, 1), (i) =>
      i === 5 || i === 6 ? 'suspended' : i < 14 ? 'satisfied' : i === 14 ? 'open' : i > 33 ? 'cancelled' : 'future',
    ),
  },
  { kind: 'report', label: '定期报告', cells: cells(each(36, 1), (i) => (i < 13 ? 'satisfied' : i === 13 ? 'missed' : i === 14 ? 'open' : 'future')) },
]
