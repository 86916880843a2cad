// @vitest-environment node
import { expect, it } from 'vitest'
import type { PersonHead } from '../../common/bindings/PersonHead'
import { happenedAt, newForm, readDraft, toVisit } from './form'

const head: PersonHead = {
  case: 'c1',
  name: '甲一',
  sex: '1',
  birth: '1985-01-01',
  id_masked: '430421********0011',
  phone: null,
  village: '演示·柳叶村',
  residence: '演示·柳叶村三组',
  measure: 'rehab',
  state: 'active',
  term_first: '2025-09-10',
  term_last: '2028-09-09',
  year_of_term: 2,
  order_no: '演社戒〔2025〕1号',
  listing: 'ordinary',
}
const NOW = '2026-11-24T09:40:12+08:00'

it('a new form is preset to a home visit of the person today at home', () => {
  expect(newForm(head, '2026-11-24')).toMatchObject({
    day: '2026-11-24',
    manner: 'home_visit',
    target: 'self',
    found: 'yes',
    place: '演示·柳叶村三组',
  })
})
it("today's visit happened now by the phone's own time", () => {
  expect(happenedAt(newForm(head, '2026-11-24'), NOW)).toBe(NOW)
})
it('a visit of yesterday happened in the part of the day that was picked', () => {
  const form = { ...newForm(head, '2026-11-24'), day: '2026-11-23', part: 'afternoon' as const }
  expect(happenedAt(form, NOW)).toBe('2026-11-23T15:00:00+08:00')
})
it('companions may be parted by any mark people type', () => {
  expect(toVisit({ ...newForm(head, '2026-11-24'), companions: '丙三、丁四，戊五 己六' }).companions).toEqual([
    '丙三',
    '丁四',
    '戊五',
    '己六',
  ])
})
it('who was met is named only where it was not the person', () => {
  const form = { ...newForm(head, '2026-11-24'), metName: '甲二', metRelation: '5' as const }
  expect(toVisit(form).met).toBeNull()
  expect(toVisit({ ...form, target: 'relative' }).met).toEqual({ name: '甲二', relation: '5', phone: null })
})
it('an old draft opens with the presets it lacks', () => {
  const form = readDraft('{"notes":"写了一半","gone":1}', newForm(head, '2026-11-24'))
  expect(form.notes).toBe('写了一半')
  expect(form.manner).toBe('home_visit')
  expect(form).not.toHaveProperty('gone')
})
it('a broken draft never breaks the form', () => {
  expect(readDraft('{', newForm(head, '2026-11-24')).notes).toBe('')
})
