// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { problemCodes, sayProblem } from './problem'

describe.each(problemCodes)('the problem %s', (code) => {
  it('says in Chinese what happened and what to do now', () => {
    const { what, remedy } = sayProblem({ code, field: null, wait_seconds: 90, figure: null })
    for (const text of [what, remedy]) {
      expect(text.match(/[\u4e00-\u9fff]/g)?.length ?? 0).toBeGreaterThanOrEqual(4)
      expect(text).not.toMatch(/undefined|null|_/)
    }
  })
})
it('a delay is said in the unit that people wait in', () => {
  const say = (wait_seconds: number) =>
    sayProblem({ code: 'pin_delayed', field: null, wait_seconds, figure: null }).remedy
  expect(say(30)).toContain('30 秒')
  expect(say(90)).toContain('2 分钟')
  expect(say(7200)).toContain('2 小时')
})
