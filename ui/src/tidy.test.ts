// @vitest-environment node
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? files(path) : [path]
  })
}
const own = files('src').filter((f) => !f.includes('bindings') && !f.endsWith('.test.ts'))
const offenders = (pattern: RegExp, among = own) => among.filter((f) => pattern.test(readFileSync(f, 'utf8')))

it('no type is given up with any', () => {
  expect(offenders(/(:|as|<)\s*any\b/)).toEqual([])
})
it('nothing that ships imports the gallery', () => {
  expect(offenders(/from '[^']*gallery/, own.filter((f) => !f.startsWith('src/gallery')))).toEqual([])
})
it('no selector is used that old WebViews lack', () => {
  expect(offenders(/:has\(|@container|color-mix\(|aspect-ratio:|\binset:|\d(dvh|svh)\b/)).toEqual([])
})
it('no style is written into markup, which the content policy forbids', () => {
  expect(offenders(/<[a-z][^>]*\sstyle="/, own.filter((f) => f.endsWith('.vue') && !f.includes('gallery')))).toEqual([])
})
it('every colour and size token that is used exists', () => {
  const tokens = new Set([...readFileSync('src/common/tokens/tokens.css', 'utf8').matchAll(/(--[\w-]+):/g)].map((m) => m[1]))
  const missing = own.flatMap((f) =>
    [...readFileSync(f, 'utf8').matchAll(/var\((--[\w-]+)/g)]
      .map((m) => m[1])
      .filter((t) => t !== undefined && !t.startsWith('--el-') && !t.startsWith('--van-') && !tokens.has(t))
      .map((t) => `${f}: ${t}`),
  )
  expect(missing).toEqual([])
})
it('a colour is written only in the token files', () => {
  expect(offenders(/:\s*#[0-9a-f]{3,8}\b/i, own.filter((f) => /\.(vue|css)$/.test(f) && !f.includes('tokens.css')))).toEqual([])
})
