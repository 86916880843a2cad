import { mkdirSync } from 'node:fs'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { heard, launch, openScene, phone, serve, shut } from './browser'

/* 到访地点, asked of a browser that knows where it is: only where it was switched on, and never in the way of a visit. */
let site: Awaited<ReturnType<typeof serve>>
let browser: BrowserContext | undefined
beforeAll(async () => {
  mkdirSync('test-results/pictures', { recursive: true })
  site = await serve('gallery')
})
afterAll(async () => {
  await shut(browser)
  await site?.close()
})

const village = { latitude: 26.968_37, longitude: 112.371_92, accuracy: 35.2 }
/** A phone on the screen 我的; what is put to its door. */
async function me(told: BrowserContextOptions): Promise<{ page: Page; asked: string[] }> {
  await shut(browser)
  browser = await launch(phone, told)
  const page = await openScene(browser, site.url, 'taps', '/me')
  // Another address, given before the first screen is there, would be lost.
  await place(page).waitFor()
  const asked = await heard(page)
  return { page, asked }
}
const place = (page: Page) => page.getByRole('switch', { name: /记录到访地点/ })
async function switchOn(page: Page, picture: string): Promise<void> {
  expect(await place(page).getAttribute('aria-checked'), 'off until its user turns it on').toBe('false')
  await place(page).tap()
  await page.locator('[role=switch][aria-checked=true]', { hasText: '记录到访地点' }).waitFor()
  await place(page).scrollIntoViewIfNeeded()
  await page.screenshot({ path: `test-results/pictures/${picture}.png` })
}
/** Writes a visit of today and saves it; what its record says of the place. */
async function visit(page: Page, asked: string[]): Promise<unknown> {
  await page.evaluate(() => (location.hash = '/visit/c2'))
  await page.getByLabel('谈了什么、看到什么').fill('在家，情绪平稳。')
  await page.getByRole('button', { name: '保存', exact: true }).tap()
  await page.locator('.snack', { hasText: '已存本机' }).waitFor()
  const records = asked.map((body) => JSON.parse(body) as { ask: string; fact?: { kind: string; place_stamp: unknown } }).filter((r) => r.ask === 'record')
  expect(records, 'one visit').toHaveLength(1)
  expect(records[0]?.fact?.kind).toBe('visit')
  return records[0]?.fact?.place_stamp
}

it('a visit tells where it was saved, to ten metres or so, once its user wished that', async () => {
  const { page, asked } = await me({ geolocation: village, permissions: ['geolocation'] })
  await switchOn(page, 'place-on')
  const stamp = await visit(page, asked)
  expect(stamp).toEqual({ latitude_e4: 269_684, longitude_e4: 1_123_719, accuracy_m: 36 })
  expect(await page.locator('.snack').textContent()).not.toContain('未取得地点')
})
it('a browser that knows where it is and may say so is not asked while the switch is off', async () => {
  const { page, asked } = await me({ geolocation: village, permissions: ['geolocation'] })
  await page.evaluate(() => {
    navigator.geolocation.getCurrentPosition = () => {
      throw new Error('asked')
    }
  })
  expect(await visit(page, asked)).toBeNull()
})
it('where the place is refused the visit is saved without it, and that is said', async () => {
  const { page, asked } = await me({ geolocation: village, permissions: [] })
  await switchOn(page, 'place-refused')
  expect(await visit(page, asked)).toBeNull()
  await page.locator('.snack', { hasText: '未取得地点' }).waitFor()
  await page.screenshot({ path: 'test-results/pictures/place-refused-saved.png' })
})
