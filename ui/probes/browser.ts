import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { build, preview, type PreviewServer } from 'vite'

export const configFile = fileURLToPath(new URL('../vite.config.ts', import.meta.url))

/** The cheap phone that these screens are for. */
export const phone = { width: 360, height: 740 }

export async function launch(viewport = phone): Promise<BrowserContext> {
  const path = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  if (!existsSync(path)) throw new Error(`no browser at ${path}: install Debian's chromium or set CHROMIUM`)
  const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox'] })
  return browser.newContext({ viewport, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
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

/** A page together with every uncaught error, warning or error line it has shown. */
export async function newPage(context: BrowserContext): Promise<{ page: Page; errors: string[] }> {
  const page = await context.newPage()
  await page.clock.setFixedTime(NOW)
  const errors: string[] = []
  page.on('pageerror', (e) => errors.push(e.message))
  page.on('console', (m) => {
    if (m.type() === 'error' || m.type() === 'warning') errors.push(m.text())
  })
  return { page, errors }
}
