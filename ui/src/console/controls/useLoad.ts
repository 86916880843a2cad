import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { Problem } from '../../common/bindings/console/Problem'
import { Refused } from '../api'

export interface Load<T> {
  data: ShallowRef<T | null>
  problem: Ref<Problem | null>
  busy: Ref<boolean>
  run: () => Promise<void>
}

/** The answer of one question, what went wrong, and a way to ask again. A late answer never replaces a newer one. */
export function useLoad<T>(ask: () => Promise<T>): Load<T> {
  const data = shallowRef<T | null>(null)
  const problem = ref<Problem | null>(null)
  const busy = ref(false)
  let turn = 0
  async function run() {
    const mine = ++turn
    busy.value = true
    try {
      const answer = await ask()
      if (mine !== turn) return
      data.value = answer
      problem.value = null
    } catch (e) {
      if (mine !== turn) return
      if (!(e instanceof Refused)) throw e
      problem.value = e.problem
    } finally {
      if (mine === turn) busy.value = false
    }
  }
  return { data, problem, busy, run }
}
