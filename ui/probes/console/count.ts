import type { Page } from 'playwright-core'

/** Presses keys one by one and counts them: what a flow costs, its budget. Typed text is not counted. */
export class Keys {
  pressed = 0
  constructor(readonly page: Page) {}
  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.pressed += 1
      await this.page.keyboard.press(key)
    }
  }
}
