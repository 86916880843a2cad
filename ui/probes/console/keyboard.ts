/** A clerk who has no mouse: everything is reached with Tab, arrows and letters, as it stands on the page. */
import type { Locator, Page } from 'playwright-core'

/** More stops than any page has. */
const STOPS_MAX = 300

export class Keyboard {
  constructor(readonly page: Page) {}

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  /** Tab until it has the focus. */
  async reach(what: Locator): Promise<void> {
    await what.waitFor()
    const there = () => what.evaluate((element) => element === document.activeElement)
    for (let stops = 0; stops < STOPS_MAX; stops++) {
      if (await there()) return
      await this.press('Tab')
    }
    throw new Error(`no key leads to ${what.toString()}`)
  }

  async type(label: string | RegExp, text: string): Promise<void> {
    await this.reach(this.page.locator('main').getByLabel(label, typeof label === 'string' ? { exact: true } : {}).first())
    await this.press('Control+a')
    await this.page.keyboard.type(text)
  }

  /** One of a group: Tab enters it, arrows go through it. */
  async choose(name: string, legend?: string): Promise<void> {
    const main = this.page.locator('main')
    const within = legend === undefined ? main : main.getByRole('group', { name: legend, exact: true })
    const wanted = within.getByRole('radio', { name, exact: true })
    await wanted.waitFor()
    const group = await wanted.evaluate((radio) => (radio as HTMLInputElement).name)
    const inGroup = () => this.page.evaluate((of) => (document.activeElement as HTMLInputElement | null)?.name === of, group)
    for (let stops = 0; stops < STOPS_MAX && !(await inGroup()); stops++) await this.press('Tab')
    await this.press('Space')
    for (let turns = 0; turns < STOPS_MAX && !(await wanted.isChecked()); turns++) await this.press('ArrowDown')
  }

  /** One of the browser's own list, by its arrows. */
  async select(label: string, option: string): Promise<void> {
    const list = this.page.locator('main').getByLabel(label, { exact: true })
    await this.reach(list)
    const chosen = () => list.evaluate((box) => (box as HTMLSelectElement).selectedOptions[0]?.textContent ?? '')
    for (let turns = 0; turns < STOPS_MAX && (await chosen()) !== option; turns++) await this.press('ArrowDown')
  }

  async tick(name: string | RegExp): Promise<void> {
    const box = this.page.locator('main').getByRole('checkbox', { name })
    await this.reach(box)
    if (!(await box.isChecked())) await this.press('Space')
  }

  /** A button of the dialog that is open. */
  async answer(name: string): Promise<void> {
    await this.reach(this.page.getByRole('dialog').getByRole('button', { name, exact: true }))
    await this.press('Enter')
  }

  /** A link or a button of the page. */
  async open(role: 'link' | 'button', name: string | RegExp): Promise<void> {
    await this.reach(this.page.locator('main').getByRole(role, { name, ...(typeof name === 'string' ? { exact: true } : {}) }).first())
    await this.press('Enter')
  }

  async heading(name: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name }).waitFor()
  }

  /** Saves the form, and waits for the page that follows. */
  async save(next: string | RegExp): Promise<void> {
    await this.press('Control+Enter')
    await this.heading(next)
  }
}
