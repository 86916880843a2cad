/**
 * A visit and a test recorded without signal reach the office: the shipped server, the console it serves, and the phone's
 * own door with its encrypted store behind a page. Touches are counted.
 */
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launch, shut } from '../../ui/probes/browser'
import { Taps } from '../../ui/probes/tap'
import { type Demo, startDemo } from './demo'
import { confirmPhone, openFile, openOffice, pairingWords, reportIn } from './office'

const PIN = '204917'
const pictures = fileURLToPath(new URL('../pictures', import.meta.url))
const results = fileURLToPath(new URL('../../ui/test-results', import.meta.url))
const NOTES = '断网时登记：家里都好，在附近做零工。'

describe('a visit and a test recorded without signal reach the office', () => {
  let demo: Demo
  let browser: Browser
  let office: Page
  let phone: Page
  let visited = ''
  let tested = ''

  beforeAll(async () => {
    demo = await startDemo()
    const context = await launch()
    const of = context.browser()
    if (!of) throw new Error('no browser')
    browser = of
    phone = await context.newPage()
    phone.setDefaultTimeout(10_000)
  })
  afterAll(async () => {
    // Where a step failed, this is what was to be seen.
    await phone?.screenshot({ path: `${results}/phone-last.png` }).catch(() => undefined)
    await office?.screenshot({ path: `${results}/office-last.png` }).catch(() => undefined)
    await shut(phone?.context())
    await demo?.stop()
  })

  const picture = (page: Page, name: string) => page.screenshot({ path: `${pictures}/${name}.png` })
  const title = (name: string) => phone.getByRole('heading', { level: 1, name })
  const enterPin = async () => {
    for (const digit of PIN) await phone.getByRole('button', { name: digit, exact: true }).tap()
  }
  const go = (path: string) => phone.goto(`${demo.phone}/#${path}`)
  /** Rows of 上传中心 with what they say. */
  const uploads = async () => {
    await go('/uploads')
    await title('上传中心').waitFor()
  }
  const pills = (text: string) => phone.locator('.pill').filter({ hasText: text })

  it('pairs with a photo of the one-time code on the console and sets a PIN', async () => {
    office = await openOffice(browser, demo, 'wen')
    await picture(office, 'console-workbench')
    const words = await pairingWords(office, '石民警')
    await picture(office, 'console-pair')
    const photo = await office.getByRole('img', { name: /绑定二维码/ }).screenshot()
    await phone.goto(demo.phone)
    expect(words).toMatch(/^http/)
    await phone.locator('.scan-photo input').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: photo })
    await phone.getByText('请设 6 位数字密码').waitFor()
    await confirmPhone(browser, demo, 'gao', '石民警')
    await enterPin()
    await phone.getByText('请再输入一遍').waitFor()
    await enterPin()
    await title('今日任务').waitFor()
  })

  it('shows what is due, overdue first, each with its clause', async () => {
    await phone.locator('.today-group li').first().waitFor()
    const groups = await phone.locator('.today-group h2').allTextContents()
    expect(groups[0]).toContain('已逾期')
    const rows = phone.locator('.today-group li')
    const count = await rows.count()
    expect(count).toBeGreaterThan(20)
    for (let i = 0; i < count; i++) expect(await rows.nth(i).textContent()).toMatch(/依据 R-[A-Z]+-\d+/)
    await picture(phone, 'field-today')
  })

  it('says why it is that day', async () => {
    await phone.getByRole('button', { name: /^为什么/ }).first().tap()
    const sheet = phone.getByRole('dialog')
    await sheet.getByText('规则版本').waitFor()
    await picture(phone, 'field-why')
    await sheet.getByRole('button', { name: '关闭' }).tap()
    await sheet.waitFor({ state: 'hidden' })
  })

  it('records a home visit without a network in at most eight taps and text', async () => {
    await demo.setNetwork(true)
    const row = phone.locator('.today-group li').filter({ hasText: '家访谈话' }).first()
    visited = ((await row.textContent()) ?? '').match(/\S+例[一二三四五六七八九零]+/)?.[0] ?? ''
    expect(visited).not.toBe('')
    const taps = new Taps(phone, 8)
    await taps.tap(row.getByRole('button').first())
    await phone.getByRole('heading', { name: /家访·谈话/ }).waitFor()
    await taps.tap(phone.getByRole('radio', { name: '配合' }))
    await taps.tap(phone.getByRole('radio', { name: '就业' }))
    await taps.tap(phone.getByRole('radio', { name: '平稳' }))
    await taps.type(phone.getByLabel('谈了什么、看到什么'), NOTES)
    await picture(phone, 'field-visit')
    await taps.tap(phone.getByRole('button', { name: '保存', exact: true }))
    await phone.getByText('已存本机').waitFor()
    expect(taps.count).toBeLessThanOrEqual(6)
  })

  it('records a drug test in at most four taps once the session is set up', async () => {
    await go('/tests')
    await phone.getByLabel('检测地点').fill('柳例派出所')
    await phone.getByLabel('试剂名称').fill('五联尿检板')
    await phone.getByLabel('试剂批号').fill('例批0009')
    await phone.locator('input[type=date]').fill('2027-06-30')
    const tester = phone.getByRole('radio', { name: '石民警' })
    if (!(await tester.isChecked())) await tester.tap()
    await phone.getByLabel('第二名工作人员').fill('苗专干')
    await phone.getByRole('button', { name: '开始点名' }).tap()
    await phone.locator('.person-row').first().waitFor()
    tested = (await phone.locator('.person-row-name').first().textContent())?.trim() ?? ''
    const taps = new Taps(phone, 4)
    await taps.tap(phone.locator('.person-row').first())
    const sheet = phone.getByRole('dialog')
    await taps.tap(sheet.getByRole('radio', { name: '阴性' }))
    await picture(phone, 'field-test')
    await taps.tap(sheet.getByRole('button', { name: /^保存/ }))
    await phone.getByText('已登记 1 人').waitFor()
    expect(taps.count).toBe(3)
    await sheet.getByRole('button', { name: '关闭' }).tap()
    await sheet.waitFor({ state: 'hidden' })
    for (const running of ['计时中 1', '计时中 2']) {
      await phone.locator('.roster-start').first().tap()
      await phone.getByRole('heading', { name: running }).waitFor()
    }
    await phone.evaluate(() => window.scrollTo(0, 0))
    await picture(phone, 'field-roster')
  })

  it('keeps both as 存本机, and a draft, through a SIGKILL', async () => {
    await uploads()
    await expect.poll(() => pills('存本机').count()).toBe(2)
    await picture(phone, 'field-uploads-offline')
    await go(`/visit/${demo.township.cases[2]}`)
    await phone.getByLabel('谈了什么、看到什么').fill('写了一半的话')
    await phone.getByText(/草稿已存/).waitFor()
    await demo.killPhone()
    await demo.setNetwork(true)
    await phone.goto(demo.phone)
    await phone.reload()
    await phone.getByText('归航已锁定').waitFor()
    await picture(phone, 'field-unlock')
    await enterPin()
    await title('今日任务').waitFor()
    await phone.getByText('有 1 份没写完').waitFor()
    await uploads()
    await expect.poll(() => pills('存本机').count()).toBe(2)
    expect(await pills('已上传').count()).toBe(0)
  })

  it('turns 已上传 only when the network is back and the receipt has come', async () => {
    await phone.getByRole('button', { name: '立即同步' }).tap()
    await expect.poll(() => pills('存本机').count()).toBe(2)
    await demo.setNetwork(false)
    await phone.getByRole('button', { name: '立即同步' }).tap()
    await expect.poll(() => pills('已上传').count(), { timeout: 20_000 }).toBe(2)
    expect(await pills('存本机').count()).toBe(0)
    await picture(phone, 'field-uploads')
  })

  it('shows both in the office, and the visit is no longer due', async () => {
    await openFile(office, visited)
    await office.getByText(NOTES).first().waitFor()
    const duties = await office.locator('main').getByText('家访谈话').allTextContents()
    await picture(office, 'console-file')
    expect(duties.length).toBeGreaterThan(0)
    await expect(office.getByRole('button', { name: /为什么是这天：家访谈话/ }).count()).resolves.toBe(0)
    await openFile(office, tested)
    await office.getByText(/定期 · 尿液 · 阴性/).first().waitFor()
    await expect(office.getByRole('button', { name: /为什么是这天：定期检测/ }).count()).resolves.toBe(0)
  })

  it('lists the first duties of a person the office has just reported in', async () => {
    await reportIn(office, { name: '新例甲', number: '99999919990909001X', worker: '苗专干' })
    await picture(office, 'console-new')
    await uploads()
    await phone.getByRole('button', { name: '立即同步' }).tap()
    await go('/people')
    await phone.getByRole('searchbox').fill('xlj')
    await phone.locator('.person-row').filter({ hasText: '新例甲' }).tap()
    await title('人员主页').waitFor()
    for (const duty of ['签订协议', '定期检测', '家访谈话']) await phone.getByText(duty).first().waitFor()
    await picture(phone, 'field-person')
  })

  it('climbs the ladder at a second refusal, lists the papers that are missing, and can all be read in 长辈版', async () => {
    const refusing = demo.township.cases[4]
    for (const reason of ['当面说不做', '中途离开']) {
      await go(`/refusal/${refusing}?manner=refuse`)
      await phone.getByRole('radio', { name: reason }).tap()
      await phone.getByRole('button', { name: '保存', exact: true }).tap()
      await title('接下来').waitFor()
    }
    await go(`/admonition/${refusing}`)
    await phone.getByText('第 2 次', { exact: true }).waitFor()
    await picture(phone, 'field-admonition')
    await go(`/person/${refusing}/papers`)
    await phone.getByRole('radio', { name: '缺的' }).tap()
    await phone.getByText('违规行为告诫书').first().waitFor()
    await picture(phone, 'field-papers')
    await go('/me')
    await phone.getByRole('switch', { name: /长辈版/ }).tap()
    await go('/')
    await phone.locator('.today-group li').first().waitFor()
    await picture(phone, 'field-elder')
    await go('/me')
    await phone.getByRole('switch', { name: /长辈版/ }).tap()
  })

  it('says whom another reading would move, and what a leave would lead to, before anything is so', async () => {
    await office.goto(`${demo.office}/#/readings`)
    await office.getByRole('button', { name: '打开 RD-02' }).click()
    await office.getByLabel('改为').selectOption({ label: '是' })
    await office.getByLabel('理由').fill('例县禁毒办会议纪要')
    await office.getByRole('button', { name: '先看影响' }).click()
    await office.getByText(/看过 \d+ 份档案，有 \d+ 份会改变/).waitFor()
    await picture(office, 'console-reading')
    await openFile(office, visited)
    await office.getByRole('button', { name: '推演', exact: true }).click()
    const dialog = office.getByRole('dialog')
    await dialog.getByRole('button', { name: '推演', exact: true }).click()
    await dialog.getByText('随之要办的文书').waitFor()
    await picture(office, 'console-what-if')
  })
})
