import { mkdirSync } from 'node:fs'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { inEnglish, scenes, type Scene } from '../src/gallery/sceneNames'
import { launch, newPage, serve, settled, shut } from './browser'
import { everyFault } from './checks'
import { looks, type PageLook } from './looks'

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

/** The main screens in the dark, as the README shows them. */
const DARK_IN_README: readonly string[] = ['today', 'person', 'visit', 'tests-timers', 'uploads']

/** More than a form waits before it keeps what was touched. */
const DRAFT_MS = 400

async function probe({ name, route, steps }: Scene, look: PageLook, language: 'chinese' | 'english'): Promise<void> {
  const { page, errors } = await newPage(browser)
  await page.goto(`${site.url}?scene=${name}&${look.query}&lang=${language}#${route}`)
  await page.waitForSelector('html[data-ready=yes]')
  await page.waitForSelector('main')
  await settled(page)
  for (const step of steps ?? []) await page.locator(step).tap()
  await settled(page)
  if (steps !== undefined) {
    // A form that was touched keeps its draft a moment later, and its bar grows by the line that says so.
    await page.waitForTimeout(DRAFT_MS)
    await settled(page)
  }
  // Steps scroll; the picture is of the page's top, as it opens.
  const picture = language === 'english' ? `${name}-english` : name
  await page.screenshot({ path: `test-results/pictures/screen-${picture}-${look.name}.png` })
  if (look.name === 'dark' && language === 'chinese' && DARK_IN_README.includes(name))
    await page.screenshot({ path: `../tests/pictures/field-${name}-dark.png` })
  const faults = await everyFault(page, look, errors)
  await page.close()
  if (faults.length > 0) throw new Error(faults.join('\n'))
}

describe.each(scenes)('the screen $name', (scene) => {
  it.each(looks)('can be read, touched, zoomed and reached by Tab in the $name look', (look) => probe(scene, look, 'chinese'))
})
describe.each(scenes.filter((scene) => inEnglish.includes(scene.name)))('the screen $name in English', (scene) => {
  it.each(looks)('can be read, touched, zoomed and reached by Tab in the $name look', (look) => probe(scene, look, 'english'))
})
