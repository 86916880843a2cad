import { afterEach, expect, it } from 'vitest'
import { LivingStatusLabels } from './bindings/labels'
import { zhDate } from './dates'
import { recorded, speak, spoken } from './language'
import { pack } from './words/en'
import { problemCodes, sayProblem } from './words/problem'
import { refusal } from './words/tests'
import { me, uploads } from './words/uploads'

afterEach(() => speak('chinese'))

it('the screens speak English once it is chosen, and Chinese again', async () => {
  await speak('english')
  expect([me.title, uploads.now, document.documentElement.lang]).toEqual(['Me', 'Sync now', 'en'])
  expect(zhDate('2026-11-24', '2026-11-20')).toBe('Tue 24 Nov')
  await speak('chinese')
  expect([me.title, uploads.now, document.documentElement.lang]).toEqual(['我的', '立即同步', 'zh-CN'])
  expect(zhDate('2026-11-24', '2026-11-20')).toBe('11月24日 周二')
})
it('whoever changes their mind while the words come gets the last choice', async () => {
  await Promise.all([speak('english'), speak('chinese')])
  expect([spoken.value, me.title]).toEqual(['chinese', '我的'])
})
it('what goes into a record is Chinese whatever the screens speak', async () => {
  await speak('english')
  expect(refusal.reasons.evade.no_show).toMatch(/^Notified/)
  expect(recorded(refusal.reasons.evade).no_show).toBe('通知了没来')
  expect(recorded(LivingStatusLabels).employed).toBe('就业')
})
it('every problem is said in English, with a remedy', async () => {
  await speak('english')
  for (const code of problemCodes) {
    const { what, remedy } = sayProblem({ code, field: null, wait_seconds: 90, figure: '3' })
    expect(`${what} ${remedy}`).not.toMatch(/undefined|null/)
    expect(what).toMatch(/^[A-Z]/)
    expect(what).not.toMatch(/[.\u4e00-\u9fff]$/)
    expect(remedy).toMatch(/[.]$/)
  }
})

/** Names of the console's buttons, of the language itself, of what stands on a box, and words that are recorded as they are. */
const KEPT = /设备|交入胶囊|语言|简体中文|长辈版|吗啡|没有复吸|有想法|需要帮助|、|放假|不采纳/
it('nothing Chinese is left in it but what is named in Chinese on purpose', () => {
  const said: string[] = []
  const walk = (value: unknown): void => {
    if (typeof value === 'string') said.push(value)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk)
  }
  pack.forEach(([, english]) => walk(english))
  expect(said.length).toBeGreaterThan(500)
  expect(said.filter((text) => /[\u4e00-\u9fff，。：；]/.test(text) && !KEPT.test(text))).toEqual([])
})
