import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppState } from '../common/bindings/AppState'
import type { DoorRequest } from '../common/bindings/DoorRequest'
import type { SyncState } from '../common/bindings/SyncState'
import { noList } from '../common/words/sync'
import { today as words } from '../common/words/today'
import { fresh, state, strip, take } from './app'
import PeopleScreen from './people/PeopleScreen.vue'
import { router } from './router'
import RosterScreen from './tests/RosterScreen.vue'
import TodayScreen from './today/TodayScreen.vue'

const sync = (more: Partial<SyncState> = {}): SyncState => ({
  unsent: 0,
  quarantined: 0,
  returned: 0,
  attachments: 0,
  online: null,
  last_success: null,
  problem: null,
  running: false,
  update: 'none',
  ...more,
})
const app = (of: SyncState | null): AppState => ({
  gate: 'open',
  user_name: '甲工',
  role: 'police',
  township_name: '演示镇',
  pin_wait_seconds: 0,
  pin_tries_left: 5,
  lockout_number: null,
  sync: of,
  look: { theme: 'auto', text_size: 'normal', language: 'chinese', long_pin: false, place_stamp: false },
  app_version: '0.1.0',
  demo_device: true,
  idle_minutes: 5,
  doorstep: false,
  lapsed: false,
  biometric: 'absent',
  forms: [],
  strips: [],
  fingerprint: '4821 0937 5512',
  capsule: 0,
})
const FETCHED = '2026-11-24T09:40:00+08:00'

/** An office whose exchange, once asked for, goes through. */
beforeEach(() => {
  vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
    const request = JSON.parse(String(init.body)) as DoorRequest
    switch (request.ask) {
      case 'today':
        return Response.json({
          reply: 'today',
          with: { today: '2026-11-24', rows: [], drafts: [], notices: [], overdue: 0, due_today: 0, due_this_week: 0 },
        })
      case 'people':
        return Response.json({ reply: 'people', with: [] })
      case 'roster':
        return Response.json({ reply: 'roster', with: { session: null, testers: [], suggestion: null, rows: [] } })
      default:
        return Response.json({ reply: 'state', with: app(sync({ last_success: FETCHED, online: true })) })
    }
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  state.value = null
})

const screens = [
  ['today', TodayScreen],
  ['people', PeopleScreen],
  ['roster', RosterScreen],
] as const
describe.each(screens)('the screen %s', (_name, screen) => {
  it('says that no list has come yet, and fetches it at a tap', async () => {
    take(app(sync()))
    const page = mount(screen, { global: { plugins: [router] } })
    await flushPromises()
    expect(page.text()).toContain(noList.none)
    expect(page.text()).not.toContain(words.emptyAll)
    const button = page.findAll('button').find((b) => b.text() === noList.now)
    await button?.trigger('click')
    await flushPromises()
    expect(page.text()).not.toContain(noList.none)
    page.unmount()
  })
  it('says that the list is being fetched, and shows it by itself', async () => {
    take(app(sync({ running: true })))
    const page = mount(screen, { global: { plugins: [router] } })
    await flushPromises()
    expect(page.text()).toContain(noList.running)
    take(app(sync({ last_success: FETCHED })))
    await flushPromises()
    expect(page.text()).not.toContain(noList.running)
    page.unmount()
  })
})
it('an exchange that went through in the background makes open screens read again', () => {
  take(app(sync({ last_success: FETCHED })))
  const before = fresh.value
  take(app(sync({ last_success: FETCHED })))
  expect(fresh.value).toBe(before)
  take(app(sync({ last_success: '2026-11-24T09:41:00+08:00' })))
  expect(fresh.value).toBe(before + 1)
})
it('a phone that was not unlocked since it started claims nothing of its records', () => {
  take({ ...app(null), gate: 'locked' })
  expect(strip.value).toBeNull()
})
