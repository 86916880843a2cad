/** The office at its console, as a clerk uses it. */
import type { Browser, Page } from 'playwright-core'
import type { PersonView } from '../../ui/src/common/bindings/console/PersonView'
import { type Demo, totp } from './demo'

export async function openOffice(browser: Browser, demo: Demo, login: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  const account = demo.account(login)
  await page.goto(demo.office)
  await page.getByLabel('用户名').fill(account.login)
  await page.getByLabel('密码', { exact: true }).fill(account.password)
  await page.getByLabel('动态码').fill(totp(account.totp_secret, demo.now()))
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('heading', { name: '工作台' }).waitFor()
  return page
}

/** A page by the menu, whose groups are opened one after the other until it is seen. */
async function byMenu(page: Page, name: string): Promise<void> {
  const link = page.getByRole('link', { name, exact: true })
  const folded = page.locator('.side-title[aria-expanded="false"]')
  while (!(await link.isVisible()) && (await folded.count()) > 0) await folded.first().click()
  await link.click()
}

/** 设备 → 绑定手机: what is read out or typed on the phone, and the QR beside it. */
export async function pairingWords(page: Page, userName: string): Promise<string> {
  await byMenu(page, '设备')
  await page.getByRole('button', { name: '绑定手机' }).click()
  const who = page.getByLabel('给谁绑定')
  const label = await who.locator('option').filter({ hasText: userName }).first().textContent()
  await who.selectOption({ label: label ?? userName })
  await page.getByRole('button', { name: '出绑定码' }).click()
  await page.getByRole('img', { name: /绑定二维码/ }).waitFor()
  const server = await page.locator('.pair-server').textContent()
  const code = await page.locator('.pair-code').textContent()
  return `${server?.trim()} ${code?.trim()}`
}

/** Another person of the office compares the digits and lets the phone that waits read. */
export async function confirmPhone(browser: Browser, demo: Demo, login: string, user: string): Promise<void> {
  const page = await openOffice(browser, demo, login)
  await confirmOn(page, user)
  await page.context().close()
}

/** The same, by somebody who sits at the console already. */
export async function confirmOn(page: Page, user: string): Promise<void> {
  await page.goto(new URL('/#/devices?show=waiting', page.url()).href)
  await page.reload()
  await page.getByRole('button', { name: new RegExp(`^确认${user}的`) }).click()
  await page.getByRole('button', { name: '数字一致，确认' }).click()
  await page.getByText('已确认').first().waitFor()
}

/** A file as the office's server folds it. */
export function fileOf(page: Page, id: string): Promise<PersonView> {
  return page.evaluate(async (of) => (await fetch(`/api/persons/${of}`)).json() as Promise<PersonView>, id)
}

/** The file of a person, found by typing into the search box. */
export async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Escape')
  await page.goto(new URL('/#/persons', page.url()).href)
  const search = page.locator('main [data-search] input')
  await search.fill(name)
  await page.getByRole('row').filter({ hasText: name }).first().getByRole('link').first().click()
  await page.getByRole('heading', { name }).first().waitFor()
}

interface Newcomer {
  name: string
  number: string
  worker: string
}

/** 登记决定书 and then 登记报到, as of today. */
export async function reportIn(page: Page, person: Newcomer): Promise<void> {
  const day = (back: number) => new Date(Date.now() + 8 * 3600e3 - back * 864e5).toISOString().slice(0, 10)
  await page.goto(new URL('/#/register/order', page.url()).href)
  await page.getByRole('radio', { name: '社区戒毒' }).check()
  await page.getByLabel('决定日期', { exact: true }).fill(day(5))
  await page.getByLabel('期限（月）').fill('36')
  await page.getByLabel('文号').fill('例公(禁)社字〔2026〕第901号')
  await page.getByLabel('决定机关').fill('例县公安局')
  await page.getByLabel(/^本人收到日期/).first().fill(day(3))
  await page.getByLabel('姓名', { exact: true }).fill(person.name)
  await page.getByLabel('证件号码').fill(person.number)
  await page.getByLabel('管辖村（社区）').fill('东塘村')
  await page.getByLabel('现居住地').fill('东塘村例9组')
  await page.getByRole('checkbox', { name: person.worker }).check()
  await page.getByRole('button', { name: /保存并打开档案/ }).click()
  await page.getByRole('heading', { name: person.name }).first().waitFor()
  await page.getByRole('link', { name: '登记报到' }).last().click()
  await page.getByRole('radio', { name: '自行报到' }).check()
  await page.getByRole('button', { name: /保存并打开档案/ }).click()
  await page.getByText('执行中').first().waitFor()
}
