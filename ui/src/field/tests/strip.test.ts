import { expect, it } from 'vitest'
import type { RosterRow } from '../../common/bindings/RosterRow'
import { heads } from '../../gallery/people'
import { minutesSeconds, nextAfter, partsOf, sayStrip } from './strip'

const at = (text: string) => Date.parse(`2026-11-24T${text}+08:00`)
const strip = (n: number, start: string, ready: string) => ({
  case: `c${n}`,
  started_at: `2026-11-24T${start}+08:00`,
  ready_at: `2026-11-24T${ready}+08:00`,
})
const row = (n: number, more: Partial<RosterRow> = {}): RosterRow => {
  const person = heads[n - 1]
  if (person === undefined) throw new Error('no such person')
  return { person, duty: null, done: null, strip: null, refusals: 0, sample: '', ...more }
}

it('a card tells the time that is left, and how long it has been ready', () => {
  const s = strip(1, '09:00:00', '09:05:00')
  expect(sayStrip(s, at('09:01:53'))).toBe('还有 3:07')
  expect(sayStrip(s, at('09:05:00'))).toBe('到时间了')
  expect(sayStrip(s, at('09:12:10'))).toBe('到时间 7 分钟')
  expect(minutesSeconds(59_400)).toBe('1:00')
})
it('cards that can be read stand on top, the oldest first, and the tested at the end', () => {
  const rows = [
    row(1),
    row(2, { done: '阴性' }),
    row(3, { strip: strip(3, '09:03:00', '09:08:00') }),
    row(4, { strip: strip(4, '09:01:00', '09:06:00') }),
    row(5, { strip: strip(5, '09:00:00', '09:05:00') }),
  ]
  const parts = partsOf(rows, at('09:06:30'))
  expect(parts.map((p) => [p.part, p.rows.map((r) => r.person.case)])).toEqual([
    ['ready', ['c5', 'c4']],
    ['running', ['c3']],
    ['open', ['c1']],
    ['done', ['c2']],
  ])
})
it('after one is saved the next readable card comes; without cards, the next person in the list', () => {
  const timed = [row(1), row(3, { strip: strip(3, '09:00:00', '09:05:00') }), row(4, { strip: strip(4, '09:01:00', '09:06:00') })]
  expect(nextAfter(timed, 'c3', at('09:06:30'))).toBe('c4')
  expect(nextAfter(timed, 'c3', at('09:05:30'))).toBeNull()
  expect(nextAfter([row(1), row(2, { done: '阴性' }), row(3)], 'c1', at('09:00:00'))).toBe('c3')
  expect(nextAfter([row(1), row(2)], 'c2', at('09:00:00'))).toBe('c1')
  expect(nextAfter([row(1)], 'c1', at('09:00:00'))).toBeNull()
})
