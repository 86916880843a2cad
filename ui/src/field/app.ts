import { computed, reactive, ref } from 'vue'
import { saveDrafts } from '../common/back'
import { asProblem, door, Problem } from '../common/backend'
import type { AppState } from '../common/bindings/AppState'
import type { EventId } from '../common/bindings/EventId'
import type { StripState } from '../common/components/SyncBar.vue'
import { beijing } from '../common/dates'
import { app as words } from '../common/words/app'
import { hearStrips } from './strips'
import { watchCover } from './cover'

/** What every screen shares: the state of the app, the strip, the snackbar. Holds no person. */
export const state = ref<AppState | null>(null)
export const stateProblem = ref<Problem | null>(null)
/** Grows whenever the phone's records may have changed, so that open screens read again. */
export const fresh = ref(0)

const POLL_MS = 3_000
const MINUTE_MS = 60_000
const UNDO_MS = 10_000

export function take(next: AppState): void {
  const before = state.value
  state.value = next
  stateProblem.value = null
  hearStrips(next, () => say(words.stripReady))
  if (before && (before.sync?.last_success !== next.sync?.last_success || before.sync?.unsent !== next.sync?.unsent))
    fresh.value += 1
}

/** No exchange has gone through whole yet: an empty list says nothing of what there is to do. */
export const nothingFetched = computed(() => (state.value?.sync?.last_success ?? null) === null)

export async function refresh(): Promise<void> {
  try {
    take(await door({ ask: 'state' }))
  } catch (thrown) {
    if (state.value === null) stateProblem.value = asProblem(thrown)
  }
}

/** `null` while nothing is known: a phone that was not unlocked since it started claims nothing. */
export const strip = computed<StripState | null>(() => {
  const sync = state.value?.sync
  if (!sync) return null
  if (sync.quarantined > 0) return { kind: 'attention', count: sync.quarantined }
  if (sync.returned > 0) return { kind: 'returned', count: sync.returned }
  if (sync.running && sync.unsent > 0) return { kind: 'sending', count: sync.unsent }
  if (sync.online === false) return { kind: 'offline', count: sync.unsent }
  if (sync.unsent > 0) return { kind: 'waiting', count: sync.unsent }
  if (sync.attachments > 0) return { kind: 'photos', count: sync.attachments }
  return { kind: 'clear', at: sync.last_success ? beijing(sync.last_success).time : null }
})

export async function lock(): Promise<void> {
  await saveDrafts()
  try {
    take(await door({ ask: 'lock' }))
  } catch {
    await refresh()
  }
}

export async function syncNow(): Promise<Problem | null> {
  try {
    take(await door({ ask: 'sync_now' }))
    return state.value?.sync?.problem ? new Problem(state.value.sync.problem) : null
  } catch (thrown) {
    await refresh()
    return asProblem(thrown)
  } finally {
    fresh.value += 1
  }
}

// The bar that says 已存本机 and offers 撤销 for ten seconds.
export const snack = reactive<{ text: string; undo: EventId | null }>({ text: '', undo: null })
let snackTimer = 0

export function say(text: string, undo: EventId | null = null): void {
  window.clearTimeout(snackTimer)
  snack.text = text
  snack.undo = undo
  snackTimer = window.setTimeout(hush, UNDO_MS)
}
export function hush(): void {
  snack.text = ''
  snack.undo = null
}
export async function undo(): Promise<void> {
  const event = snack.undo
  if (event === null) return
  hush()
  try {
    await door({ ask: 'undo', event })
    say(words.undone)
  } catch (thrown) {
    say(words.notUndone(asProblem(thrown).shape))
  }
  fresh.value += 1
  await refresh()
}

/** Polls the state while seen, saves drafts when hidden, locks when idle. */
export function startWatching(): void {
  let touched = Date.now()
  const touch = () => (touched = Date.now())
  const lockOrRefresh = () => {
    const idleMs = (state.value?.idle_minutes ?? 1) * MINUTE_MS
    return state.value?.gate === 'open' && Date.now() - touched > idleMs ? lock() : refresh()
  }
  for (const kind of ['pointerdown', 'keydown', 'input']) window.addEventListener(kind, touch, { passive: true })
  watchCover(() => void saveDrafts(), lockOrRefresh)
  window.setInterval(() => {
    if (document.visibilityState === 'visible') void lockOrRefresh()
  }, POLL_MS)
  void refresh()
}
