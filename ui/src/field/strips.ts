import type { AppState } from '../common/bindings/AppState'

/** Cards that could be read when last heard of. */
let ready = 0
let timer = 0

/** Tells when a card can be read, whatever screen is open, and while locked; says nothing of whom. */
export function hearStrips(next: AppState, tell: () => void): void {
  // A locked phone says nothing of its cards: what was armed while it was open goes on.
  if (next.gate !== 'open') return
  const done = next.strips.filter((seconds) => seconds === 0).length
  if (done > ready) signal(tell)
  ready = done
  window.clearTimeout(timer)
  const soonest = Math.min(...next.strips.filter((seconds) => seconds > 0))
  if (!Number.isFinite(soonest)) return
  timer = window.setTimeout(() => {
    ready += 1
    signal(tell)
  }, soonest * 1_000)
}

function signal(tell: () => void): void {
  navigator.vibrate?.([200, 100, 200])
  tell()
}
