import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import type { Ribbon } from '../bindings/Ribbon'
import type { RibbonRow } from '../bindings/RibbonRow'
import { gap, tally } from './ribbon'
import TermRibbon from './TermRibbon.vue'

const row: RibbonRow = {
  kind: 'test',
  done: 1,
  required: 3,
  cells: [
    { window: 1, first: '2026-01-05', last: '2026-02-04', status: 'satisfied', months: 1 },
    { window: 2, first: '2026-02-05', last: '2026-03-04', status: 'missed', months: 1 },
    { window: 3, first: '2026-03-05', last: '2026-05-04', status: 'open', months: 2 },
  ],
}
const ribbon: Ribbon = { term_months: 36, first: '2026-01-05', last: '2029-01-04', today: '2026-03-10', rows: [row] }

it('a row is summed up with what is missed first', () => {
  expect(tally(row)).toEqual([
    { status: 'missed', count: 1 },
    { status: 'open', count: 1 },
    { status: 'satisfied', count: 1 },
  ])
})
it('a row that stops early is filled up to the whole term', () => {
  expect(gap(row, 36)).toBe(32)
})
it('every window can be read aloud: its months, its state and its days', () => {
  const cells = mount(TermRibbon, { props: { ribbon } })
    .findAll('td')
    .map((td) => td.text())
  expect(cells).toContain('第2月 未完成 2月5日至3月4日')
  expect(cells).toContain('第3至4月 进行中 3月5日至5月4日')
})
it('the window of today is marked', () => {
  const now = mount(TermRibbon, { props: { ribbon } }).findAll('td.now')
  expect(now.map((td) => td.text())).toEqual(['第3至4月 进行中 3月5日至5月4日'])
})
