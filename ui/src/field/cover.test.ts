// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest'
import { watchCover } from './cover'

function become(seen: 'visible' | 'hidden') {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(seen)
  document.dispatchEvent(new Event('visibilitychange'))
}
afterEach(() => vi.restoreAllMocks())

it('the page is blank from the moment it is hidden until the phone said whether it locked', async () => {
  const away = vi.fn()
  let said = () => {}
  watchCover(away, () => new Promise((resolve) => (said = () => resolve())))
  become('hidden')
  expect(document.documentElement.dataset['covered']).toBe('yes')
  expect(away).toHaveBeenCalledOnce()
  become('visible')
  expect(document.documentElement.dataset['covered']).toBe('yes')
  said()
  await vi.waitFor(() => expect(document.documentElement.dataset['covered']).toBeUndefined())
})
