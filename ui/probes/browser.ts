import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import { build, preview, type PreviewServer } from 'vite'

export const configFile = fileURLToPath(new URL('../vite.config.ts', import.meta.url))

/** The cheap phone that these screens are for. */
export const phone = { width: 360, height: 740 }

/** `more` is what the browser is told of the machine beyond its size: a place, what it may ask for. */
export async function launch(viewport = phone, more: BrowserContextOptions = {}): Promise<BrowserContext> {
  const path = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  if (!existsSync(path)) throw new Error(`no browser at ${path}: install Debian's chromium or set CHROMIUM`)
  const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox'] })
  return browser.newContext({ viewport, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...more })
}

export async function shut(context: BrowserContext | undefined): Promise<void> {
  await context?.browser()?.close()
}

/** Builds an entry and serves it from `/` on a free port. */
export async function serve(mode: 'gallery' | 'field'): Promise<{ url: string; close: () => Promise<void> }> {
  await build({ configFile, mode, logLevel: 'warn' })
  const server: PreviewServer = await preview({ configFile, mode, preview: { port: 0, host: '127.0.0.1' } })
  const url = server.resolvedUrls?.local[0]
  if (!url) throw new Error('the preview server has no address')
  return { url, close: () => server.close() }
}

/** The moment at which the invented people of the gallery and of the console's fixtures live. */
export const NOW = new Date('2026-11-24T09:40:00+08:00')

/** How many times slower than this machine the page's script runs, each answer after a wait of its own: `PROBE_SLOWDOWN=6`
 *  finds a probe that acts too soon. */
const slowdown = Number(process.env['PROBE_SLOWDOWN'] ?? '1')
const ANSWER_MS_MAX = 60

/** Marks the page for as long as it waits for an answer, for [`settled`]. */
async function watchAnswers(page: Page): Promise<void> {
  if (slowdown > 1) await (await page.context().newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  await page.addInitScript(
    (lateMs) => {
      let asking = 0
      const counted =
        (ask: typeof fetch): typeof fetch =>
        async (input, init) => {
          asking += 1
          document.documentElement.dataset['asking'] = 'yes'
          try {
            if (lateMs > 0) await new Promise((done) => setTimeout(done, Math.random() * lateMs))
            return await ask(input, init)
          } finally {
            // The page reads the answer in turns of its own.
            setTimeout(() => {
              asking -= 1
              if (asking === 0) delete document.documentElement.dataset['asking']
            })
          }
        }
      let now = counted(window.fetch.bind(window))
      // The gallery puts its own in the place of the browser's.
      Object.defineProperty(window, 'fetch', { get: () => now, set: (ask: typeof fetch) => (now = counted(ask)) })
    },
    slowdown > 1 ? slowdown * ANSWER_MS_MAX : 0,
  )
}

/** A page together with every uncaught error, warning or error line it has shown. */
export async function newPage(context: BrowserContext): Promise<{ page: Page; errors: string[] }> {
  const page = await context.newPage()
  await watchAnswers(page)
  await page.clock.setFixedTime(NOW)
  const errors: string[] = []
  page.on('pageerror', (e) => errors.push(e.message))
  page.on('console', (m) => {
    if (m.type() === 'error' || m.type() === 'warning') errors.push(m.text())
  })
  return { page, errors }
}

/** A screen of the gallery, in the state its scene names; ready to be touched. */
export async function openScene(context: BrowserContext, url: string, scene: string, route = '/'): Promise<Page> {
  const { page } = await newPage(context)
  await page.goto(`${url}?scene=${scene}#${route}`)
  await page.waitForSelector('html[data-ready=yes]')
  return page
}

/** Until whatever the page asked is answered and drawn: what is looked at then is a state, and not the way to it. A load
 *  state says nothing of this: a step to another screen is no load. */
export async function settled(page: Page): Promise<void> {
  const STILL_FRAMES = 5
  await page.evaluate(async (still) => {
    const busy = () =>
      document.documentElement.dataset['asking'] !== undefined ||
      document.querySelector('.loading') !== null ||
      document.getAnimations().some((a) => a.playState === 'running')
    for (let quiet = 0; quiet < still; ) {
      await new Promise((done) => requestAnimationFrame(done))
      quiet = busy() ? 0 : quiet + 1
    }
  }, STILL_FRAMES)
}

/** Every question put to the gallery's door from now on, as it was asked. */
export async function heard(page: Page): Promise<string[]> {
  const asked: string[] = []
  await page.exposeFunction('heard', (body: string) => asked.push(body))
  await page.evaluate(() => {
    const fake = window.fetch
    window.fetch = async (input, init) => {
      await (window as unknown as { heard: (b: string) => Promise<void> }).heard(String(init?.body))
      return fake(input, init)
    }
  })
  return asked
}
