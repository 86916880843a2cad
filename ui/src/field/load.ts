import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { asProblem, type Problem } from '../common/backend'
import { fresh } from './app'

/** Reads for a screen: at once, again when records changed, again on `again()`. Late answers never overwrite newer ones. */
export function useLoad<T>(read: () => Promise<T>): {
  data: Ref<T | null>
  problem: Ref<Problem | null>
  again: () => Promise<void>
} {
  const data = ref<T | null>(null) as Ref<T | null>
  const problem = ref<Problem | null>(null)
  let turn = 0
  async function again(): Promise<void> {
    turn += 1
    const mine = turn
    try {
      const got = await read()
      if (mine !== turn) return
      data.value = got
      problem.value = null
    } catch (thrown) {
      if (mine === turn) problem.value = asProblem(thrown)
    }
  }
  watch(fresh, () => void again())
  onScopeDispose(() => (turn += 1))
  void again()
  return { data, problem, again }
}
