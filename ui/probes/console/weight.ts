import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const dist = fileURLToPath(new URL('../../dist/console', import.meta.url))

/** Gzipped bytes of what the page itself names plus the first page after login. */
export function firstScreen(): { js: number; css: number } {
  const page = readFileSync(`${dist}/index.html`, 'utf8')
  const named = [...page.matchAll(/assets\/[\w.-]+\.(?:js|css)/g)].map((m) => m[0])
  const next = readdirSync(`${dist}/assets`)
    .filter((f) => /^(LoginPage|WorkbenchPage|LineInput|ProblemNote|DutyBadge|useLoad|moment|fields)-/.test(f))
    .map((f) => `assets/${f}`)
  const weigh = (ending: string) =>
    [...new Set([...named, ...next])].filter((f) => f.endsWith(ending)).reduce((sum, f) => sum + gzipSync(readFileSync(`${dist}/${f}`)).length, 0)
  return { js: weigh('.js'), css: weigh('.css') }
}
