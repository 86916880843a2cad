import { onBeforeUnmount, ref, watch, type Ref } from 'vue'
import type { RosterRow } from '../../common/bindings/RosterRow'
import type { Strip } from '../../common/bindings/Strip'
import { tests as words } from '../../common/words/tests'

/** The phone's own time, running on from what it last said; a browser's clock is never asked what time it is. */
export function usePhoneClock(said: Ref<string | null>): Ref<number> {
  const now = ref(0)
  let base = 0
  let heard = 0
  const tick = () => {
    if (base > 0) now.value = base + (performance.now() - heard)
  }
  watch(
    said,
    (text) => {
      const at = text === null ? Number.NaN : Date.parse(text)
      if (Number.isNaN(at)) return
      base = at
      heard = performance.now()
      tick()
    },
    { immediate: true },
  )
  const timer = window.setInterval(tick, 1_000)
  onBeforeUnmount(() => window.clearInterval(timer))
  return now
}

/** Milliseconds until the card can be read; negative after that. */
export function msLeft(strip: Strip, now: number): number {
  return Date.parse(strip.ready_at) - now
}

/** 3:07 */
export function minutesSeconds(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

export function sayStrip(strip: Strip, now: number): string {
  const left = msLeft(strip, now)
  if (left > 0) return words.left(minutesSeconds(left))
  const over = Math.floor(-left / 60_000)
  return over < 1 ? words.ready : words.readySince(over)
}

export type Part = 'ready' | 'running' | 'open' | 'done'

/** Cards that can be read first, then those that wait, then who is still to come; the tested at the end. */
export function partsOf(rows: readonly RosterRow[], now: number): { part: Part; rows: RosterRow[] }[] {
  const of = (row: RosterRow): Part => {
    if (row.strip !== null) return msLeft(row.strip, now) > 0 ? 'running' : 'ready'
    return row.done === null ? 'open' : 'done'
  }
  const soonest = (a: RosterRow, b: RosterRow) => Date.parse(a.strip?.ready_at ?? '') - Date.parse(b.strip?.ready_at ?? '')
  return (['ready', 'running', 'open', 'done'] as const)
    .map((part) => {
      const mine = rows.filter((row) => of(row) === part)
      return { part, rows: part === 'ready' || part === 'running' ? mine.sort(soonest) : mine }
    })
    .filter((p) => p.rows.length > 0)
}

/** Who comes after one was saved: with cards running, the next that can be read; else the next still without a result. */
export function nextAfter(rows: readonly RosterRow[], id: string, now: number): string | null {
  const rest = rows.filter((row) => row.person.case !== id)
  const parts = partsOf(rest, now)
  const first = (part: Part) => parts.find((p) => p.part === part)?.rows[0]?.person.case ?? null
  if (rows.some((row) => row.strip !== null)) return first('ready')
  const from = rows.findIndex((row) => row.person.case === id)
  const open = [...rows.slice(from + 1), ...rows.slice(0, Math.max(from, 0))].filter((row) => row.done === null)
  return open[0]?.person.case ?? null
}
