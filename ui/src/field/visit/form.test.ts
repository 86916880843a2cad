// @vitest-environment node
import { expect, it } from 'vitest'
import { personOf, TODAY } from '../../gallery/people'
import { readDraft } from '../draftText'
import { dayOf, happenedAt, isLate } from '../record/base'
import { toVisit, visitSpec } from './form'

const NOW = `${TODAY}T09:40:12+08:00`
const blank = () => visitSpec.blank(personOf('c2'))

it('a new form is preset to a home visit of the person today at home', () => {
  expect(blank()).toMatchObject({
    day: TODAY,
    manner: 'home_visit',
    target: 'self',
    found: 'yes',
    place: '演示·枫林村2组',
  })
})
it("today's visit happened now by the phone's own time", () => {
  expect(happenedAt(blank(), NOW)).toBe(NOW)
})
it('a visit of yesterday happened in the part of the day that was picked', () => {
  const form = { ...blank(), day: '2026-11-23', part: 'afternoon' as const }
  expect(happenedAt(form, NOW)).toBe('2026-11-23T15:00:00+08:00')
  expect(dayOf('2026-11-23T15:00:00+08:00')).toEqual({ day: '2026-11-23', part: 'afternoon' })
})
it('what is more than three days ago is late, and three days are not', () => {
  expect(isLate({ ...blank(), day: '2026-11-20' }, TODAY, 3)).toBe(true)
  expect(isLate({ ...blank(), day: '2026-11-21' }, TODAY, 3)).toBe(false)
})
it('companions may be parted by any mark people type', () => {
  expect(toVisit({ ...blank(), companions: '丙三、丁四，戊五 己六' }).companions).toEqual(['丙三', '丁四', '戊五', '己六'])
})
it('who was met is named only where it was not the person', () => {
  const form = { ...blank(), metName: '甲二', metRelation: '5' as const }
  expect(toVisit(form).met).toBeNull()
  expect(toVisit({ ...form, target: 'relative' }).met).toEqual({ name: '甲二', relation: '5', phone: null })
})
it('a record opens in its form as it was given', () => {
  const form = { ...blank(), target: 'relative' as const, metName: '甲二', notes: '谈近况', companions: '丙三、丁四' }
  expect(visitSpec.toFact(visitSpec.fromFact(visitSpec.toFact(form), blank()))).toEqual(visitSpec.toFact(form))
})
it('an old draft opens with the presets it lacks', () => {
  const form = readDraft('{"notes":"写了一半","gone":1}', blank())
  expect(form.notes).toBe('写了一半')
  expect(form.manner).toBe('home_visit')
  expect(form).not.toHaveProperty('gone')
})
it('a broken draft never breaks the form', () => {
  expect(readDraft('{', blank()).notes).toBe('')
})
