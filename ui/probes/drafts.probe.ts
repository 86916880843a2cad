import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { heard, launch, NOW, openScene, phone, serve, shut } from './browser'

/* What is half typed when the phone is turned, put away or locks itself: of every form that takes more than a touch. */
let browser: BrowserContext
let site: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  site = await serve('gallery')
  browser = await launch()
})
afterAll(async () => {
  await shut(browser)
  await site?.close()
})

/** A second, as the figure has it. */
const TYPED_LOST_MS_MAX = 1_000
/** Idle longer than the five minutes of the gallery's phone, and the poll that sees it. */
const IDLE_MS = 6 * 60_000
const PIN = '135790'

interface Form {
  form: string
  scene: string
  route: string
  /** What leads to the field, once the screen is there. */
  steps: readonly string[]
  field: (page: Page) => Locator
  /** How it is come back to, from what is on the screen after the lock. */
  back: readonly string[]
}
const label = (text: string) => (page: Page) => page.getByLabel(text, { exact: true })
const forms: readonly Form[] = [
  { form: 'a visit', scene: 'kept', route: '/visit/c2', steps: [], field: label('谈了什么、看到什么'), back: [] },
  { form: 'a record that is mended', scene: 'kept', route: '/visit/c1?mend=e6', steps: [], field: label('谈了什么、看到什么'), back: [] },
  { form: 'why it is mended', scene: 'kept', route: '/visit/c1?mend=e6', steps: [], field: label('为什么改'), back: [] },
  { form: 'an absence', scene: 'kept', route: '/absence/c2', steps: [], field: label('怎么发现的、联系过谁'), back: [] },
  {
    form: 'a positive',
    scene: 'tests-kept',
    route: '/tests',
    steps: ['.person-row:has-text("甲一")', '.results .chip:has-text("阳性")'],
    field: label('说明（服美沙酮或处方药、拍不了照的写在这里）'),
    back: ['.roster-row:has-text("草稿") .person-row'],
  },
  { form: 'the set-up of a morning', scene: 'tests-setup-kept', route: '/tests', steps: [], field: label('检测地点'), back: [] },
  {
    form: 'why a task is put off',
    scene: 'kept',
    route: '/',
    steps: ['.task-why >> nth=4', '.snooze-open', 'dialog[open] .chip:has-text("其他")'],
    field: label('写明原因'),
    back: ['.draft-row'],
  },
  { form: 'a talk of a member without files', scene: 'cards-kept', route: '/people', steps: ['.person-row >> nth=0'], field: label('做了什么、谈了什么'), back: ['.person-row:has-text("草稿")'] },
]

const TEXT = '写到一半的话'
const savedOf = (asked: readonly string[]) => asked.filter((body) => body.includes('save_draft')).at(-1) ?? ''

describe.each(forms)('$form', ({ scene, route, steps, field, back }) => {
  it('is on the phone within a second, stays as it is when the phone is turned, and is found after it locked itself', async () => {
    const page = await openScene(browser, site.url, scene, route)
    const asked = await heard(page)
    for (const step of steps) await page.locator(step).first().tap()
    const written = field(page)
    await written.fill(TEXT)
    await expect.poll(() => savedOf(asked).includes(TEXT), { timeout: TYPED_LOST_MS_MAX }).toBe(true)

    await page.setViewportSize({ width: phone.height, height: phone.width })
    expect(await written.inputValue(), 'turned').toBe(TEXT)
    await page.setViewportSize(phone)
    expect(await written.inputValue(), 'and turned back').toBe(TEXT)

    // A call comes: what was typed a moment ago does not wait for its pause.
    await written.fill(`${TEXT}，来了电话`)
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    })
    expect(await page.evaluate(() => document.documentElement.dataset['covered']), 'nobody reads over a shoulder').toBe('yes')
    await expect.poll(() => savedOf(asked).includes('来了电话'), { timeout: 200 }).toBe(true)
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    })
    await written.fill(`${TEXT}，锁了`)
    await page.clock.setFixedTime(new Date(NOW.getTime() + IDLE_MS))
    await page.locator('.pin').waitFor()
    expect(savedOf(asked)).toContain('锁了')
    await page.keyboard.type(PIN)
    for (const step of back) await page.locator(step).first().tap()
    await written.waitFor()
    expect(await written.inputValue()).toBe(`${TEXT}，锁了`)
    await page.close()
  })
})
