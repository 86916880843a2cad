import { onBeforeUnmount, ref, watch, type Ref } from 'vue'
import { asProblem, type Problem } from '../../common/backend'
import { fresh } from '../app'

/** Between the last letter and the question. */
const SEARCH_PAUSE_MS = 60

/** Rows found by what is typed, asked anew when records change; of two answers the later question's counts. */
export function useSearch<T>(ask: (query: string) => Promise<T[]>) {
  const query = ref('')
  const rows = ref(null) as Ref<T[] | null>
  const problem = ref<Problem | null>(null)
  let turn = 0
  let timer = 0
  async function read(): Promise<void> {
    turn += 1
    const mine = turn
    try {
      const got = await ask(query.value.trim())
      if (mine !== turn) return
      rows.value = got
      problem.value = null
    } catch (thrown) {
      if (mine === turn) problem.value = asProblem(thrown)
    }
  }
  watch(query, () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void read(), SEARCH_PAUSE_MS)
  })
  watch(fresh, read)
  onBeforeUnmount(() => window.clearTimeout(timer))
  void read()
  return { query, rows, problem, read }
}
