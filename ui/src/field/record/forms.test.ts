// @vitest-environment node
import { expect, it } from 'vitest'
import { personOf, TODAY } from '../../gallery/people'
import { assessmentSpec } from '../assessment/form'
import { absenceSpec, approvalSpec, daysOf, leaveSpec, returnSpec } from '../away/form'
import { groupSpec, gaps, lines } from '../group/form'
import { latenessSpec, overdueNoticeSpec, receiverFor } from '../lateness/form'
import { reportSpec } from '../report/form'
import { guidanceSpec, supportSpec } from '../support/form'
import { tellingSpec, tolds } from '../telling/form'
import type { Base, FormSpec } from './base'

const person = personOf('c1')
const photo = { id: 'sha256:1', bytes: 9, media: 'image/jpeg', purpose: 'photo' } as const
const signature = { ...photo, id: 'sha256:2', media: 'image/png', purpose: 'signature' } as const

/** What is filled in, as a fact, and as the form reads the fact again. */
function again<F extends Base>(spec: FormSpec<F>, filled: Partial<F>) {
  const form = { ...spec.blank(person), ...filled }
  const fact = spec.toFact(form)
  return { fact, again: spec.toFact(spec.fromFact(fact, spec.blank(person))), lacks: spec.lacks?.(form) ?? null }
}

it('each form reads its own record again as it was given', () => {
  const all = [
    again(reportSpec, { face: 'no', rehab: '另有说法', living: '就业', mental: '平稳', words: '都好', photos: [photo] }),
    again(guidanceSpec, { kind: 'gathering', content: '宣传', attendees: '30' }),
    again(supportSpec('counselling'), { content: '谈话' }),
    again(supportSpec('other_measure'), { kind: 'recovery_site', content: '入所', outcome: 'done', partner: '场所' }),
    again(assessmentSpec, { cooperation: 'good', conduct: 'fair', recovery: 'pass', conclusion: 'poor', advice: '继续' }),
    again(absenceSpec, { what: 'back', from: '2026-11-18', until: TODAY, facts: '回来了' }),
    again(leaveSpec, { destination: '演示市', reason: 'family' }),
    again(returnSpec, { note: '按时' }),
    again(approvalSpec, { from: '2026-11-25', until: '2026-11-30' }),
    again(overdueNoticeSpec, { manner: 'by_family', receiver: '母亲' }),
    again(latenessSpec, { reason: '住院', proof: '出院小结', newDate: '2026-12-01' }),
    again(tellingSpec, { told: [...tolds], witness: '母亲', signature, photos: [photo] }),
  ]
  for (const { fact, again: read } of all) expect(read).toEqual(fact)
})
it('a report in person and in writing is the preset, since it is the visit, too', () => {
  expect(again(reportSpec, {}).fact).toMatchObject({ written: true, face_to_face: true })
})
it('who takes a notice for the person is asked for by name, and the person is not named as having taken it', () => {
  expect(receiverFor('by_family', '试例甲', '试例甲')).toBe('')
  expect(receiverFor('by_family', '母亲', '试例甲')).toBe('母亲')
  expect(receiverFor('in_person', '', '试例甲')).toBe('试例甲')
})
it('a group has a line for each kind of member, and only those with a name are saved', () => {
  const rows = lines([{ member: 'family', name: '母亲', phone: null }])
  expect(rows.map((row) => row.member)).toEqual(['worker', 'community_police', 'medical', 'family', 'volunteer'])
  expect(gaps(rows)).toEqual(['worker', 'community_police', 'medical', 'volunteer'])
  const saved = again(groupSpec, { rows })
  expect(saved.fact).toEqual({ kind: 'group_set', members: [{ member: 'family', name: '母亲', phone: null }] })
  expect(saved.again).toEqual(saved.fact)
  expect(again(groupSpec, { rows: lines([]) }).lacks).toBe('members')
})
it('an assessment without a grade is not saved as one of the grades', () => {
  expect(again(assessmentSpec, { cooperation: 'good', conduct: 'good', recovery: 'good' }).lacks).toBe('conclusion')
  const whole = { cooperation: 'good', conduct: 'good', recovery: 'good', conclusion: 'good' } as const
  expect(again(assessmentSpec, whole).lacks).toBeNull()
})
it('nobody signs before all is told, and what is told needs a signature', () => {
  expect(again(tellingSpec, { told: ['rights'], signature }).lacks).toBe('fields.told')
  expect(again(tellingSpec, { told: [...tolds] }).lacks).toBe('fields.signed')
  expect(again(tellingSpec, { told: [...tolds], photos: [photo] }).lacks).toBeNull()
})
it('a leave begins tomorrow for three days; one that runs is made longer from its day of return', () => {
  const fresh = leaveSpec.blank(person)
  expect([fresh.from, fresh.until, daysOf(fresh)]).toEqual(['2026-11-25', '2026-11-28', '3'])
  const running = leaveSpec.blank(personOf('c3'))
  expect([running.from, running.until]).toEqual(['2026-11-20', '2026-11-28'])
})
it('who was found away and is back keeps the day of leaving', () => {
  expect(absenceSpec.blank(personOf('c6'))).toMatchObject({ what: 'back', from: '2026-11-18', until: TODAY })
})
