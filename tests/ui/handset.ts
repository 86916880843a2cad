/** A phone in somebody's hand: its own process, paired to a member of staff, its page at phone size. */
import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { phone as size } from '../../ui/probes/browser'
import { Taps } from '../../ui/probes/tap'
import type { Demo, Host } from './demo'
import { confirmOn, pairingWords } from './office'

/** The smallest picture there is. */
const PIXEL = {
  name: 'photo.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGD4DwABBAEAX+XDSwAAAABJRU5ErkJggg==',
    'base64',
  ),
}
const PIN = '204917'
/** An exchange of a few records with photos, on a machine that does much else. */
const EXCHANGE_MS = 30_000

/** The office at its console: who gives out codes, and another who compares the digits. */
export interface Office {
  clerk: Page
  leader: Page
}

export class Handset {
  private constructor(
    readonly page: Page,
    readonly host: Host,
  ) {}

  /** A new phone for a member of staff, confirmed, unlocked, with the first screen of its owner's role. */
  static async pair(browser: Browser, demo: Demo, office: Office, user: string, first = '今日任务'): Promise<Handset> {
    const host = await demo.anotherPhone()
    const context = await browser.newContext({ viewport: size, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
    const page = await context.newPage()
    page.setDefaultTimeout(10_000)
    await office.clerk.goto(new URL('/#/', office.clerk.url()).href)
    await office.clerk.reload()
    const words = await pairingWords(office.clerk, user)
    await page.goto(host.url)
    await page.getByLabel('绑定链接').fill(words)
    await page.getByRole('button', { name: '绑定', exact: true }).tap()
    await page.getByText('请设 6 位数字密码').waitFor()
    await confirmOn(office.leader, user)
    const handset = new Handset(page, host)
    await handset.enterPin()
    await page.getByText('请再输入一遍').waitFor()
    await handset.enterPin()
    await handset.title(first)
    return handset
  }

  /** The same phone on a page of its own, for what a browser does not come back from. */
  async aside(): Promise<Handset> {
    const page = await this.page.context().newPage()
    page.setDefaultTimeout(10_000)
    return new Handset(page, this.host)
  }

  async enterPin(): Promise<void> {
    for (const digit of PIN) await this.button(digit).tap()
  }

  taps(budget: number): Taps {
    return new Taps(this.page, budget)
  }
  go(path: string): Promise<unknown> {
    return this.page.goto(`${this.host.url}/#${path}`)
  }
  /** Where every count begins: the screen that opens. */
  async home(): Promise<void> {
    await this.go('/')
    await this.title('今日任务')
  }
  title(name: string | RegExp): Promise<void> {
    return this.page.getByRole('heading', { level: 1, name }).waitFor()
  }
  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, ...(typeof name === 'string' ? { exact: true } : {}) })
  }
  get save(): Locator {
    return this.button('保存')
  }
  /** 保存, until the form is gone and the phone says where the record lies. */
  async keep(taps?: Taps): Promise<void> {
    await (taps ? taps.tap(this.save) : this.save.tap())
    await this.page.locator('.save-bar').waitFor({ state: 'detached' })
    await this.said('已存本机')
  }
  /** One of a group of chips; of all, where no group is named. */
  chip(name: string, legend?: string): Locator {
    const within = legend === undefined ? this.page : this.page.getByRole('group', { name: legend, exact: true })
    return within.locator('.chip').filter({ has: this.page.getByText(name, { exact: true }) })
  }
  /** 登记, behind it 更多 where the form is not among the first, then the form. */
  async toForm(taps: Taps, form: string, behindMore = false): Promise<void> {
    await taps.tap(this.button('登记'))
    if (behindMore) await taps.tap(this.button('更多'))
    await taps.tap(this.page.locator('.act').filter({ has: this.page.getByText(form, { exact: true }) }))
  }
  /** A day from the platform's wheel: one touch opens it, one takes the day. */
  async day(taps: Taps, label: string, day: string): Promise<void> {
    taps.elsewhere(label)
    taps.elsewhere(day)
    await this.page.getByLabel(label, { exact: true }).fill(day)
  }
  /** A photo: one touch opens the camera, one takes it. */
  async photo(taps: Taps, within: Locator = this.page.locator('main')): Promise<void> {
    const before = await within.locator('.photo').count()
    const chooser = this.page.waitForEvent('filechooser')
    await taps.tap(within.locator('.photo-take').last())
    taps.elsewhere('camera')
    await (await chooser).setFiles(PIXEL)
    await within.locator('.photo img').nth(before).waitFor()
  }
  person(name: string): Locator {
    return this.page.locator('.person-row').filter({ hasText: name })
  }
  said(text: string | RegExp): Promise<void> {
    return this.page.getByText(text).first().waitFor()
  }

  /** 立即同步, until the office has everything, photos too. */
  async sync(): Promise<void> {
    await this.go('/uploads')
    await this.title('上传中心')
    await this.button('立即同步').tap()
    const unsent = () => this.page.locator('.pill').filter({ hasText: /存本机|附件未传完/ }).count()
    const done = async () => (await this.button('立即同步').isEnabled()) && (await unsent()) === 0
    const photos = this.button('现在就传')
    await expect
      .poll(
        async () => {
          if ((await photos.isVisible()) && (await photos.isEnabled())) await photos.tap()
          return done()
        },
        { timeout: EXCHANGE_MS },
      )
      .toBe(true)
  }
}
