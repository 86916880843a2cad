import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** Filters of a list, kept in the address: what is seen can be saved, sent and come back to. */
export function useListQuery(): {
  value: (name: string) => string
  page: ComputedRef<number>
  set: (changes: Record<string, string | null>) => void
  clear: () => void
  address: () => string
} {
  const route = useRoute()
  const router = useRouter()
  const value = (name: string): string => {
    const found = route.query[name]
    return typeof found === 'string' ? found : ''
  }
  /** Another filter begins at the first page. */
  function set(changes: Record<string, string | null>) {
    const query: Record<string, string> = {}
    for (const [name, found] of Object.entries({ ...route.query, page: null, go: null, ...changes })) {
      if (typeof found === 'string' && found !== '') query[name] = found
    }
    void router.replace({ path: route.path, query })
  }
  return {
    value,
    page: computed(() => Math.max(1, Number.parseInt(value('page'), 10) || 1)),
    set,
    clear: () => void router.replace(route.path),
    address: () => router.resolve({ path: route.path, query: { ...route.query, page: undefined, go: undefined } }).fullPath,
  }
}

/** The pages to offer: the first, the last, and those around this one; `null` is a gap. */
export function pagesAround(page: number, pages: number): (number | null)[] {
  const wanted = [...new Set([1, page - 1, page, page + 1, pages])].filter((n) => n >= 1 && n <= pages).sort((a, b) => a - b)
  return wanted.flatMap((n, at) => {
    const before = wanted[at - 1]
    return before !== undefined && n - before > 1 ? [null, n] : [n]
  })
}
