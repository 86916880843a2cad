import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launch, newPage, serve, shut } from './browser'
import { Taps } from './tap'

/** The smallest picture there is. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEAX+XDSwAAAABJRU5ErkJggg==',
  'base64',
)

/* Top tasks over the real screens, counted. Each starts at the screen that opens, unlocked. */
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
async function open(scene: string, route = '/'): Promise<Page> {
  const { page } = await newPage(browser)
  await page.goto(`${site.url}?scene=${scene}#${route}`)
  await page.waitForSelector('html[data-ready=yes]')
  return page
}
/** Every question put to the door from now on, as it was asked. */
async function heard(page: Page): Promise<string[]> {
  const asked: string[] = []
  await page.exposeFunction('heard', (body: string) => asked.push(body))
  await page.evaluate(() => {
    const fake = window.fetch
    window.fetch = async (input, init) => {
      await (window as unknown as { heard: (b: string) => Promise<void> }).heard(String(init?.body))
      return fake(input, init)
    }
  })
  return asked
}
const button = (page: Page, name: string) => page.getByRole('button', { name })

it('a home visit is logged in 6 taps and text', async () => {
  const page = await open('taps')
  const taps = new Taps(page, 6)
  await taps.tap(page.locator('.task-main', { hasText: '试例甲' }))
  await taps.tap(page.locator('.chip', { hasText: /^配合$/ }))
  await taps.tap(page.locator('.chip', { hasText: /^就业$/ }))
  await taps.tap(page.locator('.chip', { hasText: /^平稳$/ }))
  await taps.type(page.getByLabel('谈了什么、看到什么'), '在镇上做小工，情绪平稳。')
  await taps.tap(button(page, '保存'))
  await page.getByText('已存本机').waitFor()
  await page.getByRole('heading', { name: '今日任务' }).waitFor()
  await page.close()
})
it('a periodic report is kept in 6 taps and text', async () => {
  const page = await open('taps', '/person/c2')
  const taps = new Taps(page, 6)
  await taps.tap(button(page, '定期报告').first())
  await taps.tap(page.locator('.chip', { hasText: '没有复吸' }))
  await taps.tap(page.locator('.chip', { hasText: /^就业$/ }))
  await taps.tap(page.locator('.chip', { hasText: /^平稳$/ }))
  await taps.type(page.getByLabel('家庭情况和本人要说的'), '家里都好，车间加班多。')
  await taps.tap(button(page, '保存'))
  await page.getByText('已存本机').waitFor()
  await page.close()
})
it('a leave is asked for in 7 taps and text, from the tab', async () => {
  const page = await open('taps')
  const taps = new Taps(page, 7)
  await taps.tap(button(page, '登记'))
  await taps.tap(page.locator('.act', { hasText: '请假' }))
  await taps.tap(page.locator('.person-row', { hasText: '试例甲' }))
  await taps.tap(page.locator('.chip', { hasText: '5 天' }))
  await taps.type(page.getByLabel('去哪里'), '演示市')
  await taps.tap(button(page, '保存'))
  await page.getByText('已存本机').waitFor()
  await page.close()
})
it('what was just saved is undone with 1 tap', async () => {
  const page = await open('taps', '/visit/c2')
  await page.getByLabel('谈了什么、看到什么').fill('记错了人')
  await button(page, '保存').tap()
  const taps = new Taps(page, 1)
  await taps.tap(button(page, '撤销'))
  await page.getByText('已撤销').waitFor()
  await page.close()
})
it('a negative test of an open session is recorded in 3 taps, and the next person is there', async () => {
  const page = await open('tests', '/tests')
  const taps = new Taps(page, 3)
  await taps.tap(page.locator('.person-row', { hasText: '甲一' }))
  await taps.tap(page.locator('.chip', { hasText: '阴性' }))
  await taps.tap(button(page, '保存并下一人'))
  await page.getByRole('heading', { name: '演示·𠮷安' }).waitFor()
  await page.close()
})
it('with its card timed from the sampling, a negative takes 4 taps in all', async () => {
  const page = await open('tests', '/tests')
  const taps = new Taps(page, 4)
  await taps.tap(button(page, '甲一 采样计时'))
  await page.locator('.roster-running', { hasText: '甲一' }).getByText(/还有 \d:\d\d/).waitFor()
  await taps.tap(page.locator('.person-row', { hasText: '甲一' }))
  await taps.tap(page.locator('.chip', { hasText: '阴性' }))
  await taps.tap(button(page, '保存'))
  await page.getByText('已存本机').waitFor()
  await page.close()
})
it('a positive takes 7 taps: its drug, a photo of the card, the second pair of eyes', async () => {
  const page = await open('follows-positive', '/tests')
  const taps = new Taps(page, 8)
  await taps.tap(page.locator('.person-row', { hasText: '甲一' }))
  await taps.tap(page.locator('.chip', { hasText: '阳性' }).first())
  await taps.tap(page.locator('.chip', { hasText: '甲基苯丙胺' }))
  expect(await button(page, '保存').isDisabled(), 'a positive without its photo is not saved').toBe(true)
  // The camera of the phone takes one more touch.
  const chooser = page.waitForEvent('filechooser')
  await taps.tap(page.locator('.photo-take'))
  taps.count += 1
  await (await chooser).setFiles({ name: 'card.png', mimeType: 'image/png', buffer: PIXEL })
  await page.locator('dialog img').first().waitFor()
  await taps.tap(page.locator('.chip', { hasText: '在场，看过结果' }))
  await taps.tap(button(page, '保存'))
  await page.getByRole('heading', { name: '接下来' }).waitFor()
  await page.getByText('复吸报告').waitFor()
  await page.close()
})
it('a second refusal is recorded in 4 taps, and the admonition it calls for is one more away', async () => {
  const page = await open('tests', '/tests')
  const taps = new Taps(page, 5)
  await taps.tap(page.locator('.person-row', { hasText: '甲一' }))
  await taps.tap(button(page, '拒绝检测'))
  await taps.tap(page.locator('.chip', { hasText: '当面说不做' }))
  await taps.tap(button(page, '保存'))
  await page.getByText('已存本机').waitFor()
  await page.getByText('须制作第 2 次告诫书').waitFor()
  await taps.tap(button(page, '去告诫书'))
  await page.getByRole('heading', { name: '第 2 次告诫书' }).waitFor()
  await page.close()
})
it('someone who did not come is recorded in 4 taps where a notice was served', async () => {
  const page = await open('tests', '/tests')
  const taps = new Taps(page, 4)
  await taps.tap(page.locator('.person-row', { hasText: '甲一' }))
  await taps.tap(button(page, '没到·逃避'))
  await page.getByText('有送达的通知书').waitFor()
  await taps.tap(page.locator('.chip', { hasText: '通知了没来' }))
  await taps.tap(button(page, '保存'))
  await page.getByText('已存本机').waitFor()
  await page.close()
})
it('without a notice on file an evasion waits for another proof, and takes 5 taps with it', async () => {
  const page = await open('refusal-no-notice', '/tests')
  const taps = new Taps(page, 5)
  await taps.tap(page.locator('.person-row', { hasText: '甲一' }))
  await taps.tap(button(page, '没到·逃避'))
  await taps.tap(page.locator('.chip', { hasText: '通知了没来' }))
  // A hasty save is told what is missing, and records nothing; it is no tap of the way.
  await button(page, '保存').tap()
  expect(await page.locator('.field-error').isVisible(), 'no proof, no evasion').toBe(true)
  await taps.tap(page.locator('.chip', { hasText: '短信、微信通知' }))
  await taps.tap(button(page, '保存'))
  await page.getByText('已存本机').waitFor()
  await page.close()
})
it('someone is found and called in 3 taps and letters, the number in sight', async () => {
  const page = await open('taps')
  const taps = new Taps(page, 3)
  await taps.tap(button(page, '人员'))
  await page.getByLabel('找人').fill('甲一')
  await taps.tap(page.locator('.person-row', { hasText: '甲一' }))
  const call = page.getByRole('link', { name: '拨打电话' })
  expect(await call.getAttribute('href')).toBe('tel:13900000001')
  await taps.tap(call)
  await page.getByRole('dialog').getByText('139 0000 0001').waitFor()
  await page.close()
})
it('what would follow from a leave is seen in 3 taps from the list, and nothing is kept', async () => {
  const page = await open('taps', '/people')
  const asked = await heard(page)
  const taps = new Taps(page, 3)
  await taps.tap(page.locator('.person-row', { hasText: '甲一' }))
  await taps.tap(button(page, '推演：如果发生'))
  await page.getByText('只是推演，不是记录').waitFor()
  await taps.tap(button(page, '看会怎样'))
  await page.getByText('随之要办的文书').waitFor()
  await page.getByText('释放后联系记录').waitFor()
  // Another question takes the old answer away.
  await page.locator('.chip', { hasText: '拒检' }).tap()
  await page.getByText('随之要办的文书').waitFor({ state: 'detached' })
  expect(asked.filter((body) => body.includes('what_if'))).toHaveLength(1)
  expect(asked.filter((body) => /record_|save_draft/.test(body))).toEqual([])
  await page.close()
})
it('a sync is forced with 2 taps', async () => {
  const page = await open('taps')
  const taps = new Taps(page, 2)
  await taps.tap(page.locator('.sync-bar'))
  await taps.tap(button(page, '立即同步'))
  await page.close()
})
it('a sheet is closed by Back, and the screen under it stays', async () => {
  const page = await open('taps')
  await page.locator('.task-main', { hasText: '甲一' }).tap()
  await page.locator('.task-why').first().tap()
  await page.getByRole('heading', { name: '为什么是这天' }).waitFor()
  await page.goBack()
  await page.getByRole('heading', { name: '为什么是这天' }).waitFor({ state: 'detached' })
  await page.getByRole('heading', { name: '人员主页' }).waitFor()
  await page.goBack()
  await page.getByRole('heading', { name: '今日任务' }).waitFor()
  await page.close()
})
it('Back out of a half-written visit saves the draft first', async () => {
  const page = await open('taps')
  await page.locator('.task-main', { hasText: '试例甲' }).tap()
  const saves = await heard(page)
  await page.getByLabel('谈了什么、看到什么').fill('写到一半')
  await page.goBack()
  await page.getByRole('heading', { name: '今日任务' }).waitFor()
  expect(saves.filter((s) => s.includes('save_draft') && s.includes('写到一半'))).toHaveLength(1)
  await page.close()
})
// Task 8 of the budgets counts the strip, the record and 保存; what is edited between is not counted.
it('a record that came back is mended in 3 taps and the edit, from the strip', async () => {
  const page = await open('uploads-returned')
  const taps = new Taps(page, 3)
  await taps.tap(page.locator('.sync-bar', { hasText: '1 条被退回' }))
  await page.getByText('办公室说：没写邻居意见，请补写。').waitFor()
  await taps.tap(page.locator('.person-row', { hasText: '去补正' }))
  await page.getByLabel('谈了什么、看到什么').fill('邻居说他近来安稳。')
  await taps.tap(page.locator('.save-bar button'))
  await page.getByText('更正已存本机').waitFor()
  await page.close()
})
it('an admonition that was issued is served with the signature on the glass in 4 taps and a stroke', async () => {
  const page = await open('admonition-serve', '/admonition/c1?event=e9')
  const taps = new Taps(page, 4)
  await taps.tap(button(page, '登记送达'))
  expect(await button(page, '保存').isDisabled(), 'nothing shows yet that it was served').toBe(true)
  await taps.tap(page.locator('.signature canvas'))
  await taps.tap(button(page, '用这个签名'))
  await page.locator('img.signature-glass').waitFor()
  await taps.tap(button(page, '保存'))
  await page.getByText('已存本机').waitFor()
  await page.close()
})
it('notices to everybody whose test is due are served in one go, with one picture', async () => {
  const page = await open('test-notices', '/test-notices')
  const asked = await heard(page)
  const taps = new Taps(page, 5)
  await taps.tap(button(page, '全选'))
  await taps.tap(button(page, '登记送达（5 人）'))
  const chooser = page.waitForEvent('filechooser')
  await taps.tap(page.locator('dialog .photo-take'))
  taps.count += 1
  await (await chooser).setFiles({ name: 'receipt.png', mimeType: 'image/png', buffer: PIXEL })
  await page.locator('dialog img').first().waitFor()
  await taps.tap(button(page, '保存送达'))
  await page.getByText('5 人已存本机').waitFor()
  expect(asked.filter((body) => body.includes('test_notice_served'))).toHaveLength(5)
  await page.close()
})
