import type { BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { heard, launch, openScene, serve, shut } from './browser'

/* The top tasks of the phone with no touch at all: a keyboard, a switch or a screen reader walks the same stops. */
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

const open = (scene: string, route = '/'): Promise<Page> => openScene(browser, site.url, scene, route)

const STOPS_MAX = 80
const has = (target: Locator) => target.evaluate((el) => el === document.activeElement)
/** Tab until the focus is there. */
async function reach(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  for (let stops = 0; stops < STOPS_MAX; stops += 1) {
    if (await has(target)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reaches ${String(target)}`)
}
async function press(page: Page, name: string | RegExp): Promise<void> {
  await reach(page, page.getByRole('button', { name, exact: typeof name === 'string' }).first())
  await page.keyboard.press('Enter')
}
/** A radio group is one stop; arrows go through it and choose. */
async function choose(page: Page, name: string): Promise<void> {
  const wanted = page.getByRole('radio', { name, exact: true }).first()
  await wanted.waitFor()
  const group = await wanted.getAttribute('name')
  for (let stops = 0; stops < STOPS_MAX; stops += 1) {
    const here = await page.evaluate(() => {
      const el = document.activeElement
      return el instanceof HTMLInputElement && el.type === 'radio' ? el.name : null
    })
    if (here === group) break
    await page.keyboard.press('Tab')
  }
  if (await has(wanted)) await page.keyboard.press('Space')
  for (let steps = 0; steps < STOPS_MAX && !(await wanted.isChecked()); steps += 1) await page.keyboard.press('ArrowDown')
  expect(await wanted.isChecked(), name).toBe(true)
}
async function write(page: Page, label: string, text: string): Promise<void> {
  await reach(page, page.getByLabel(label))
  await page.keyboard.type(text)
}
/** One of several that may be chosen together. */
async function tick(page: Page, name: string): Promise<void> {
  const box = page.getByRole('checkbox', { name, exact: true })
  await reach(page, box)
  await page.keyboard.press('Space')
  expect(await box.isChecked(), name).toBe(true)
}
/** Whether the focus is on something of the page under the dialog; the browser's own stops are nobody's. */
const outside = (page: Page) =>
  page.evaluate(() => {
    const el = document.activeElement
    return el !== null && el !== document.body && el.closest('dialog') === null
  })
const recordOf = (asked: readonly string[], ask: string) => asked.map((body) => JSON.parse(body) as Record<string, unknown>).find((r) => r['ask'] === ask)
const saved = (page: Page) => page.locator('.snack', { hasText: '已存本机' }).waitFor()

it('a home visit is found, filled in, saved and taken back', async () => {
  const page = await open('taps')
  const asked = await heard(page)
  await press(page, /试例甲\s*家访谈话/)
  await choose(page, '配合')
  await choose(page, '就业')
  await choose(page, '平稳')
  await write(page, '谈了什么、看到什么', '在镇上做小工，情绪平稳。')
  await press(page, '保存')
  await saved(page)
  expect(recordOf(asked, 'record')?.['fact']).toMatchObject({ kind: 'visit', cooperation: 'willing', notes: '在镇上做小工，情绪平稳。' })
  await press(page, '撤销')
  await page.getByText('已撤销').waitFor()
  await page.close()
})
it('a report and a leave are filled in and saved', async () => {
  const page = await open('taps', '/report/c2')
  await choose(page, '没有复吸')
  await choose(page, '就业')
  await choose(page, '平稳')
  await write(page, '家庭情况和本人要说的', '家里都好。')
  await press(page, '保存')
  await saved(page)
  await page.close()
  const other = await open('taps', '/leave/c2')
  await choose(other, '5 天')
  await write(other, '去哪里', '演示市')
  await press(other, '保存')
  await saved(other)
  await other.close()
})
it('a negative test and a refusal of an open session are recorded', async () => {
  const page = await open('tests', '/tests')
  await press(page, /^甲一/)
  await choose(page, '阴性')
  await press(page, '保存并下一人')
  await page.getByRole('heading', { name: '演示·𠮷安' }).waitFor()
  await page.close()
  const other = await open('tests', '/refusal/c1?manner=refuse')
  await choose(other, '当面说不做')
  await press(other, '保存')
  await other.getByText('须制作第 2 次告诫书').waitFor()
  await other.close()
})
it('a positive goes its whole way: its drug, why there is no photo, the second pair of eyes, what follows', async () => {
  const page = await open('follows-positive', '/tests')
  const asked = await heard(page)
  await press(page, /^甲一/)
  await choose(page, '阳性')
  await tick(page, '甲基苯丙胺')
  await tick(page, '庚七 在场，看过结果')
  expect(await page.getByRole('button', { name: '保存', exact: true }).isDisabled(), 'neither photo nor a word why not').toBe(true)
  await write(page, '说明（服美沙酮或处方药、拍不了照的写在这里）', '相机打不开。')
  await press(page, '保存')
  await page.getByRole('heading', { name: '接下来' }).waitFor()
  await page.getByText('复吸报告').waitFor()
  expect(recordOf(asked, 'record_test')?.['taken']).toMatchObject({ result: 'positive', positive: ['MET'], second_confirmed: true, remarks: '相机打不开。' })
  await page.close()
})
it('after a refusal 去告诫书 leads to the admonition it calls for', async () => {
  const page = await open('tests', '/refusal/c1?manner=refuse')
  await choose(page, '当面说不做')
  await press(page, '保存')
  await press(page, '去告诫书')
  await page.getByRole('heading', { name: '第 2 次告诫书' }).waitFor()
  await page.close()
})
it('a record that came back is mended from the strip', async () => {
  const page = await open('uploads-returned')
  const asked = await heard(page)
  await press(page, /打开上传中心/)
  await press(page, /去补正/)
  const notes = page.getByLabel('谈了什么、看到什么')
  await reach(page, notes)
  await page.keyboard.press('End')
  await page.keyboard.type('邻居说他近来安稳。')
  await press(page, '保存更正')
  await page.locator('.snack', { hasText: '更正已存本机' }).waitFor()
  expect(JSON.stringify(recordOf(asked, 'mend'))).toContain('邻居说他近来安稳。')
  await page.close()
})
it('a call shows the number, and its dialog gives the focus back', async () => {
  const page = await open('taps', '/person/c1')
  const call = page.getByRole('link', { name: /拨打电话/ })
  await reach(page, call)
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await dialog.getByText('139 0000 0001').waitFor()
  await page.keyboard.press('Tab')
  expect(await outside(page), 'the focus stays inside').toBe(false)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(await has(call), 'where it was before').toBe(true)
  await page.close()
})
it('someone is found by letters and opened', async () => {
  const page = await open('taps', '/people')
  await write(page, '找人', '甲一')
  await page.locator('.people-count', { hasText: /^共 1 人$/ }).waitFor()
  await press(page, /^甲一/)
  await reach(page, page.getByRole('link', { name: '拨打电话' }))
  await page.close()
})
it('a sync is forced', async () => {
  const page = await open('taps')
  const asked = await heard(page)
  await press(page, /打开上传中心/)
  await press(page, '立即同步')
  await expect.poll(() => asked.some((body) => body.includes('sync_now'))).toBe(true)
  await page.close()
})
it('a sheet keeps the focus inside, closes by Escape and gives the focus back', async () => {
  const page = await open('today')
  const why = page.locator('.task-why').first()
  await reach(page, why)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '为什么是这天' }).waitFor()
  for (let stops = 0; stops < 12; stops += 1) {
    await page.keyboard.press('Tab')
    expect(await outside(page), `after ${stops + 1} stops`).toBe(false)
  }
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: '为什么是这天' }).waitFor({ state: 'detached' })
  expect(await has(why), 'where it was before').toBe(true)
  await page.close()
})
