import { expect, it } from 'vitest'
import { isWhole, toTest, type OtherForm } from './otherTest'

const form: OtherForm = {
  day: '2026-11-24',
  method: 'hair',
  result: 'pending',
  place: '演示派出所',
  tester: 'u2',
  second: '庚七',
  covers: ['12', '13'],
  a: '1A',
  b: '1B',
  approver: '',
  photos: [],
  arrived: '2026-11-24',
}
const at = '2026-11-24T09:41:00+08:00'

it('a make-up names its windows and its two sealed samples', () => {
  expect(isWhole('makeup', form, false)).toBe(true)
  expect(isWhole('makeup', { ...form, covers: [] }, false)).toBe(false)
  expect(isWhole('makeup', { ...form, b: ' ' }, false)).toBe(false)
  expect(toTest('makeup', form, null, at)).toMatchObject({ setting: 'makeup', covers: [12, 13], sample_no: { a: '1A', b: '1B' }, told: null })
})
it('nobody is tested by force without an approval', () => {
  const forced = { ...form, method: 'urine' as const, result: 'negative' as const }
  expect(isWhole('forced', forced, false)).toBe(false)
  expect(isWhole('forced', { ...forced, approver: '演示局长' }, false)).toBe(true)
  expect(isWhole('forced', forced, true)).toBe(true)
  expect(toTest('forced', forced, null, at).told).toEqual({ at, signing: null })
})
it('a result from elsewhere comes with its certificate; one still awaited needs none', () => {
  expect(isWhole('entrusted', { ...form, method: 'urine' }, false)).toBe(true)
  expect(isWhole('out_of_area', { ...form, method: 'urine', result: 'negative' }, false)).toBe(false)
})
