import { expect, it } from 'vitest'
import { blankService, instant, isProved, receiverOf } from './service'

const photo = { id: 'sha256:0', bytes: 1, media: 'image/jpeg' as const, purpose: 'photo' as const }

it('a paper handed over is served once a signature or a picture shows it', () => {
  const s = blankService()
  expect(isProved(s)).toBe(false)
  expect(isProved({ ...s, signature: photo })).toBe(true)
  expect(receiverOf(s, '试例甲')).toBe('试例甲本人签收')
})
it('a refused paper is served before two witnesses by name, one is not enough', () => {
  const s = { ...blankService(), signing: 'refused' as const }
  expect(isProved({ ...s, witnesses: '证一', photos: [photo] })).toBe(false)
  expect(isProved({ ...s, witnesses: '证一、证二' })).toBe(true)
  expect(receiverOf({ ...s, witnesses: '证一 证二' }, '试例甲')).toBe('本人拒签，见证人：证一、证二')
})
it('whoever takes it for the person is named', () => {
  const s = { ...blankService('by_family'), photos: [photo] }
  expect(isProved(s)).toBe(false)
  expect(isProved({ ...s, takenBy: '试例乙（母）' })).toBe(true)
  expect(receiverOf({ ...s, takenBy: '试例乙（母）' }, '')).toBe('试例乙（母）代收')
})
it('an instant is told in the time of the office', () => {
  expect(instant(Date.parse('2026-11-24T01:30:05Z'))).toBe('2026-11-24T09:30:05+08:00')
})
