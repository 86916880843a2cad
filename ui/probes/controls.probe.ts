import { mkdirSync } from 'node:fs'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { controlNames } from '../src/gallery/names'
import { launch, newPage, serve, shut } from './browser'
import { everyFault } from './checks'
import { looks } from './looks'

let browser: BrowserContext
let site: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  mkdirSync('test-results/pictures', { recursive: true })
  site = await serve('gallery')
  browser = await launch()
})
afterAll(async () => {
  await shut(browser)
  await site?.close()
})

describe.each(controlNames)('%s', (control) => {
  it.each(looks)('can be read, touched, zoomed and reached by Tab in the $name look', async (look) => {
    const { page, errors } = await newPage(browser)
    await page.goto(`${site.url}?control=${control}&${look.query}`)
    await page.waitForSelector('html[data-ready=yes]')
    await page.screenshot({ path: `test-results/pictures/${control}-${look.name}.png`, fullPage: true })
    const faults = await everyFault(page, look, errors)
    await page.close()
    if (faults.length > 0) throw new Error(faults.join('\n'))
  })
})
