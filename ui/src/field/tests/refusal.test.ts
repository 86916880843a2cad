// @vitest-environment node
import { expect, it } from 'vitest'
import { blankRefusal, factsOf, proofOf } from './refusal'

it('the facts are the picked reason and then the added words', () => {
  const form = { ...blankRefusal('演示·派出所', 'refuse'), reason: 'said_no', more: '说没空' }
  expect(factsOf(form)).toBe('当面说不做。说没空')
})
it('a reason of the other manner is not carried over', () => {
  expect(factsOf({ ...blankRefusal('', 'evade'), reason: 'said_no' })).toBe('')
})
it('proof of notice belongs to an evasion only', () => {
  const form = { ...blankRefusal('', 'evade'), proof: 'message' }
  expect(proofOf(form)).toBe('短信、微信通知，有截图')
  expect(proofOf({ ...form, manner: 'refuse' })).toBeNull()
})
