import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import lighthouse from 'lighthouse'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { serve } from './browser'

/** A port nobody listens on just now. */
async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

let browser: Browser
let site: Awaited<ReturnType<typeof serve>>
let port = 0
beforeAll(async () => {
  site = await serve('gallery')
  port = await freePort()
  const path = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
  if (!existsSync(path)) throw new Error(`no browser at ${path}: install Debian's chromium or set CHROMIUM`)
  browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox', `--remote-debugging-port=${port}`] })
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
})

/* Performance is told, not judged: it depends on the machine. Its page is the gallery's, which is larger than the app's. */
it.each(['today', 'person', 'visit'])('Lighthouse finds nothing inaccessible in the screen %s', async (scene) => {
  const routes: Record<string, string> = { today: '/', person: '/person/c1', visit: '/visit/c2' }
  const run = await lighthouse(`${site.url}?scene=${scene}#${routes[scene] ?? '/'}`, {
    port,
    logLevel: 'error',
    onlyCategories: ['accessibility', 'performance'],
  })
  const report = run?.lhr
  if (!report) throw new Error('no report')
  const score = (of: string) => report.categories[of]?.score ?? 0
  console.log(`lighthouse ${scene}: accessibility ${score('accessibility')}, performance ${score('performance')}`)
  const failed = Object.values(report.audits).filter((a) => a.scoreDisplayMode === 'binary' && a.score === 0)
  const inaccessible = new Set(report.categories['accessibility']?.auditRefs.map((ref) => ref.id))
  expect(failed.filter((a) => inaccessible.has(a.id)).map((a) => a.title)).toEqual([])
  expect(score('accessibility')).toBe(1)
})
