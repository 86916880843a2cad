import type { LocationQuery, RouteLocationRaw } from 'vue-router'
import type { Paper } from '../../common/bindings/Paper'
import type { PaperKey } from '../../common/bindings/PaperKey'
import type { PaperRow } from '../../common/bindings/PaperRow'
import { PaperLabels } from '../../common/bindings/labels'

/** Not made, or with blanks that must be filled. */
export function isTodo(row: PaperRow): boolean {
  return !row.made || row.missing.length > 0
}

/** The screen of one paper. */
export function linkOf(id: string, key: PaperKey): RouteLocationRaw {
  const query: Record<string, string> = {}
  if (key.about !== null) query['about'] = key.about
  if (key.since !== null) query['since'] = key.since
  return { name: 'paper', params: { id, paper: key.paper }, query }
}

/** What the address of that screen says, or nothing of ours. */
export function keyOf(paper: string, query: LocationQuery): PaperKey | null {
  if (!(paper in PaperLabels)) return null
  const said = (name: string) => (typeof query[name] === 'string' ? query[name] : null)
  return { paper: paper as Paper, about: said('about'), since: said('since') }
}
