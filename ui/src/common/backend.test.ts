import { afterEach, expect, it, vi } from 'vitest'
import { asProblem, door, Problem } from './backend'

afterEach(() => vi.unstubAllGlobals())

it('a reply gives what it carries', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ reply: 'people', with: [] }))
  await expect(door({ ask: 'people', query: '' })).resolves.toEqual([])
})
it('a refusal is thrown as a problem with its code and field', async () => {
  vi.stubGlobal('fetch', async () =>
    Response.json({ code: 'field_missing', field: 'place', wait_seconds: null, figure: null }, { status: 422 }),
  )
  const thrown = await door({ ask: 'lock' }).catch((e: unknown) => e)
  expect(thrown).toBeInstanceOf(Problem)
  expect((thrown as Problem).code).toBe('field_missing')
  expect((thrown as Problem).field).toBe('place')
})
it('a door that does not answer is a problem of the store, never a bare error', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('refused')))
  const thrown = await door({ ask: 'lock' }).catch((e: unknown) => e)
  expect((thrown as Problem).code).toBe('store_failed')
})
it('a problem that comes as text, as the shell may send it, is understood', () => {
  expect(asProblem('{"code":"pin_wrong","figure":"4"}').shape.figure).toBe('4')
  expect(asProblem('no json').code).toBe('store_failed')
})
