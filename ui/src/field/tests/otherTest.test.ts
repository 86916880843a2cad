// @vitest-environment node
import { expect, it } from 'vitest'
import { personOf, TODAY } from '../../gallery/people'
import { base } from '../record/base'
import { besideTest, lacks, toTest, type OtherForm } from './otherTest'

const photo = { id: 'sha256:1', bytes: 9, media: 'image/jpeg', purpose: 'photo' } as const
const form: OtherForm = {
  ...base(personOf('c1')),
  method: 'hair',
  result: 'pending',
  place: '演示派出所',
  tester: 'u2',
  second: '庚七',
  covers: ['12', '13'],
  a: '1A',
  b: '1B',
  approver: '',
  reason: '拒绝检测',
  photos: [],
  arrived: TODAY,
}
const at = '2026-11-24T09:41:00+08:00'

it('a make-up names its windows and its two sealed samples', () => {
  expect(lacks('makeup', form, false)).toBeNull()
  expect(lacks('makeup', { ...form, covers: [] }, false)).toBe('covers')
  expect(lacks('makeup', { ...form, b: ' ' }, false)).toBe('sample_no.b')
  expect(toTest('makeup', form, null, at)).toMatchObject({ setting: 'makeup', covers: [12, 13], sample_no: { a: '1A', b: '1B' }, told: null })
})
it('nobody is tested by force without an approval that says why, and the two go together', () => {
  const forced = { ...form, method: 'urine' as const, result: 'negative' as const }
  expect(lacks('forced', forced, false)).toBe('approver')
  const approved = { ...forced, approver: '演示局长' }
  expect(lacks('forced', { ...approved, reason: ' ' }, false)).toBe('reason')
  expect(lacks('forced', approved, false)).toBeNull()
  expect(besideTest('forced', approved, false).before).toMatchObject([{ kind: 'forced_test_approved', reason: '拒绝检测' }])
  expect(lacks('forced', forced, true)).toBeNull()
  expect(besideTest('forced', forced, true)).toEqual({})
  expect(toTest('forced', forced, null, at).told).toEqual({ at, signing: null })
})
it('a result from elsewhere comes with its certificate; one still awaited needs none', () => {
  expect(lacks('entrusted', { ...form, method: 'urine' }, false)).toBeNull()
  const out = { ...form, method: 'urine' as const, result: 'negative' as const }
  expect(lacks('out_of_area', out, false)).toBe('attachments')
  expect(besideTest('out_of_area', { ...out, photos: [photo] }, false).after).toMatchObject([
    { kind: 'paper_filled', paper: 'X05', about: null, fields: { scan: 'sha256:1', officer: '庚七' } },
  ])
})
