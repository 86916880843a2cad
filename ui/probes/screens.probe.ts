import { mkdirSync } from 'node:fs'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { scenes } from '../src/gallery/sceneNames'
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

describe.each(scenes)('the screen $name', ({ name, route, steps }) => {
  it.each(looks)('can be read, touched, zoomed and reached by Tab in the $name look', async (look) => {
    const { page, errors } = await newPage(browser)
    await page.goto(`${site.url}?scene=${name}&${look.query}#${route}`)
    await page.waitForSelector('html[data-ready=yes]')
    await page.waitForSelector('main')
    await page.waitForLoadState('networkidle')
    for (const step of steps ?? []) await page.locator(step).tap()
    await page.waitForFunction(() => !document.querySelector('.loading'))
    // Steps scroll; the picture is of the page's top, as it opens.
    await page.screenshot({ path: `test-results/pictures/screen-${name}-${look.name}.png` })
    const faults = await everyFault(page, look, errors)
    await page.close()
    if (faults.length > 0) throw new Error(faults.join('\n'))
  })
})
