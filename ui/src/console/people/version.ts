import type { Update } from '../../common/bindings/console/Update'

const number = (text: string): number[] => text.split('.').map((part) => Number.parseInt(part, 10) || 0)

function below(has: string, wanted: string): boolean {
  if (wanted === '') return false
  const [a, b] = [number(has), number(wanted)]
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const left = a[i] ?? -1
    const right = b[i] ?? -1
    if (left !== right) return left < right
  }
  return false
}

/** What a phone of a version would be told: a foresight only, the server says it. */
export function updateOf(floor: { wanted: string; required: string }, has: string): Update {
  if (below(has, floor.required)) return 'required'
  return below(has, floor.wanted) ? 'wanted' : 'none'
}
