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
    this.count += 1
    this.path.push(`${this.count} ${String(locator)}`)
    if (this.count > this.budget) throw new Error(`over the budget of ${this.budget} taps:\n${this.path.join('\n')}`)
    await locator.tap()
  }

  /** Touching a text field to put the caret there is a tap; the letters are not. */
  async type(target: Locator, text: string): Promise<void> {
    await this.tap(target)
    await target.fill(text)
  }
}
