import { shallowRef } from 'vue'
import type { Register } from '../../common/bindings/console/Register'
import type { SavedView } from '../../common/bindings/console/SavedView'
import { api, Refused } from '../api'

/** 常用视图 of the user, and how many rows each shows; a list that has no count has none. */
export const savedViews = shallowRef<readonly SavedView[]>([])
export const viewCounts = shallowRef<Readonly<Record<string, number>>>({})

/** The list an address shows, and what it is asked; `null` for a page without rows to count. */
export function listOf(address: string): { register: Register | null; query: Record<string, string> } | null {
  const [path = '', search = ''] = address.split('?')
  const query = Object.fromEntries(new URLSearchParams(search))
  if (path === '/persons') return { register: null, query }
  const register = /^\/registers\/([a-z_]+)$/.exec(path)?.[1]
  return register === undefined ? null : { register: register as Register, query }
}

async function count(view: SavedView): Promise<number | null> {
  const list = listOf(view.address)
  if (list === null) return null
  try {
    const answer = list.register === null ? await api.persons(list.query) : await api.register(list.register, list.query as never)
    return answer.matching
  } catch (e) {
    if (!(e instanceof Refused)) throw e
    return null
  }
}

/** Takes these for the user's own and counts them. */
export async function showViews(views: readonly SavedView[]): Promise<void> {
  savedViews.value = views
  const counted: Record<string, number> = {}
  for (const view of views) {
    const rows = await count(view)
    if (rows !== null) counted[view.name] = rows
  }
  if (savedViews.value === views) viewCounts.value = counted
}

/** Reads them from the office. */
export async function loadViews(): Promise<void> {
  try {
    await showViews(await api.views())
  } catch (e) {
    if (!(e instanceof Refused)) throw e
  }
}
