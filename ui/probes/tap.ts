import type { Locator, Page } from 'playwright-core'

/** Counts touches. One tap is one touch; typing is not counted. Goes over budget: throws. */
export class Taps {
  count = 0
  readonly path: string[] = []
  constructor(
    private readonly page: Page,
    private readonly budget: number,
  ) {}

  async tap(target: Locator | string): Promise<void> {
    const locator = typeof target === 'string' ? this.page.locator(target) : target
    this.elsewhere(String(locator))
    await locator.tap()
  }

  /** A touch outside the page: the camera's button, the platform's wheel. */
  elsewhere(what: string): void {
    this.count += 1
    this.path.push(`${this.count} ${what}`)
    if (this.count > this.budget) throw new Error(`over the budget of ${this.budget} taps:\n${this.path.join('\n')}`)
  }

  /** Touching a text field to put the caret there is a tap; the letters are not. */
  async type(target: Locator, text: string): Promise<void> {
    await this.tap(target)
    await target.fill(text)
  }
}
