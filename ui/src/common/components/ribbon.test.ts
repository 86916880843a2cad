import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { layOut, tally, type RibbonRow } from './ribbon'
import TermRibbon from './TermRibbon.vue'

const row: RibbonRow = {
  kind: 'test',
  label: '吸毒检测',
  cells: [
    { from: 0, to: 1, status: 'satisfied', first: '2026-01-05', last: '2026-02-04' },
    { from: 1, to: 2, status: 'missed', first: '2026-02-05', last: '2026-03-04' },
    { from: 2, to: 4, status: 'open', first: '2026-03-05', last: '2026-05-04' },
  ],
}

it('a row is summed up with what is missed first', () => {
  expect(tally(row)).toEqual([
    { status: 'missed', count: 1 },
    { status: 'open', count: 1 },
    { status: 'satisfied', count: 1 },
  ])
})
it('the cells of a row always fill the whole term', () => {
  const spans = layOut(row, 36).map((c) => c.to - c.from)
  expect(spans.reduce((a, b) => a + b, 0)).toBe(36)
})
it('every cell can be read aloud: its months, its state and its days', () => {
  const wrapper = mount(TermRibbon, { props: { rows: [row], months: 36, today: '2026-03-10' } })
  const cells = wrapper.findAll('td').map((td) => td.text())
  expect(cells).toContain('第2月 漏办 2月5日至3月4日')
  expect(cells).toContain('第3至4月 本期待办 3月5日至5月4日')
})
