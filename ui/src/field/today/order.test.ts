// @vitest-environment node
import { expect, it } from 'vitest'
import { duty, heads } from '../../gallery/people'
import { grouped, type Shown } from './order'

function shown(person: number, village: string, residence: string, days: number): Shown {
  const head = heads[person]
  if (head === undefined) throw new Error('no such person')
  return { row: { person: { ...head, village, residence }, duty: duty('visit', days), snooze_last: null }, urgency: days < 0 ? 'overdue' : 'later' }
}
const rows = [
  shown(0, '东塘村', '东塘村10组', 5),
  shown(1, '西塘村', '西塘村1组', 9),
  shown(2, '东塘村', '东塘村2组', 7),
  shown(0, '东塘村', '东塘村10组', 1),
  shown(3, '西塘村', '西塘村3组', -2),
]
const names = (by: 'village' | 'person' | 'date') => grouped(rows, by).map((g) => [g.title, g.rows.map((r) => r.row.person.residence)])

it('by village: the most urgent village first, inside it door by door', () => {
  expect(names('village')).toEqual([
    ['西塘村 · 2 人 2 项', ['西塘村1组', '西塘村3组']],
    ['东塘村 · 2 人 3 项', ['东塘村2组', '东塘村10组', '东塘村10组']],
  ])
})
it('by person: everything of one person together, the most urgent person first', () => {
  expect(grouped(rows, 'person').map((g) => g.rows.length)).toEqual([1, 2, 1, 1])
})
it('by date: the classes of urgency', () => {
  expect(grouped(rows, 'date').map((g) => g.title)).toEqual(['已逾期 1', '以后 4'])
})
