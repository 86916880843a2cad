import { mkdirSync } from 'node:fs'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { launch, shut } from '../browser'
import { desk } from './desk'
import { serveConsole, Town } from './server'

/** One console and one browser for all probes of a file, and a town that no probe before has touched. */
export interface Office {
  browser: BrowserContext
  url: string
  town: Town
}

/** Filled in before the first probe. */
export function office(): Office {
  const at = { town: new Town() } as Office
  let close: (() => Promise<unknown>) | undefined
  beforeAll(async () => {
    mkdirSync('test-results/pictures', { recursive: true })
    const site = await serveConsole(() => at.town)
    at.url = site.url
    close = async () => site.close()
    at.browser = await launch(desk)
  })
  beforeEach(() => {
    at.town = new Town()
  })
  afterAll(async () => {
    await shut(at.browser)
    await close?.()
  })
  return at
}
