import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import type { AppState } from '../common/bindings/AppState'
import type { DoorRequest } from '../common/bindings/DoorRequest'
import type { Look } from '../common/bindings/Look'
import { placeStamp, textSize, theme } from '../common/look'
import { state, take } from './app'
import { keepLook } from './keepLook'

const app = (look: Look): AppState => ({
  gate: 'locked',
  user_name: null,
  role: null,
  township_name: null,
  pin_wait_seconds: 0,
  pin_tries_left: 5,
  lockout_number: null,
  sync: null,
  capsule: 0,
  look,
  app_version: '0.1.0',
  demo_device: true,
  idle_minutes: 5,
  doorstep: false,
  lapsed: false,
  biometric: 'absent',
  forms: [],
  strips: [],
  fingerprint: '4821 0937 5512',
})
afterEach(() => {
  vi.unstubAllGlobals()
  state.value = null
})

it('the page wears what the phone kept, before anybody unlocks it, and tells the phone what is chosen', async () => {
  const asked: DoorRequest[] = []
  let kept: Look = { theme: 'dark', text_size: 'elder', language: 'chinese', long_pin: false, place_stamp: false }
  vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
    const request = JSON.parse(String(init.body)) as DoorRequest
    asked.push(request)
    if (request.ask === 'set_look') kept = request.look
    return Response.json({ reply: 'state', with: app(kept) })
  })
  const scope = effectScope()
  scope.run(keepLook)
  take(app(kept))
  await flushPromises()
  expect([theme.value, textSize.value]).toEqual(['dark', 'elder'])
  expect(asked).toEqual([])

  theme.value = 'light'
  await flushPromises()
  expect(asked).toEqual([{ ask: 'set_look', look: { theme: 'light', text_size: 'elder', language: 'chinese', long_pin: false, place_stamp: false } }])
  take(app(kept))
  expect([theme.value, textSize.value]).toEqual(['light', 'elder'])

  placeStamp.value = true
  await flushPromises()
  expect(asked.at(-1)).toMatchObject({ ask: 'set_look', look: { theme: 'light', place_stamp: true } })
  scope.stop()
  placeStamp.value = false
})
