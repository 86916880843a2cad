import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { expect, it } from 'vitest'
import { configFile } from './browser'

const KIB = 1024

/** Bytes after gzip of what the page loads before it can show the first screen. */
async function firstScreen(mode: 'field' | 'console'): Promise<{ js: number; css: number }> {
  await build({ configFile, mode, logLevel: 'error' })
  const html = readFileSync(`dist/${mode}/index.html`, 'utf8')
  const size = (kind: RegExp) =>
    [...html.matchAll(kind)].reduce((sum, m) => sum + gzipSync(readFileSync(`dist/${mode}/${m[1] ?? ''}`)).length, 0)
  return { js: size(/(?:src|href)="\.\/([^"]+\.js)"/g), css: size(/href="\.\/([^"]+\.css)"/g) }
}

it('the first screen of the phone loads at most 120 KB of script and 30 KB of style', async () => {
  const { js, css } = await firstScreen('field')
  console.log(`field, gzip: ${(js / KIB).toFixed(1)} KiB of script, ${(css / KIB).toFixed(1)} KiB of style`)
  expect(js).toBeGreaterThan(0)
  expect(js).toBeLessThanOrEqual(120 * KIB)
  expect(css).toBeLessThanOrEqual(30 * KIB)
})
it('the first screen of the console loads at most 280 KB of script and 50 KB of style', async () => {
  const { js, css } = await firstScreen('console')
  console.log(`console, gzip: ${(js / KIB).toFixed(1)} KiB of script, ${(css / KIB).toFixed(1)} KiB of style`)
  expect(js).toBeGreaterThan(0)
  expect(js).toBeLessThanOrEqual(280 * KIB)
  expect(css).toBeLessThanOrEqual(50 * KIB)
})
