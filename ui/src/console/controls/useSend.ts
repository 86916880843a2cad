import { ref, type Ref } from 'vue'
import type { Problem } from '../../common/bindings/console/Problem'
import { Refused } from '../api'

/** Sends a change once at a time; a refusal becomes `problem`. `true` when the server said yes. */
export function useSend(): { problem: Ref<Problem | null>; busy: Ref<boolean>; send: (act: () => Promise<unknown>) => Promise<boolean> } {
  const problem = ref<Problem | null>(null)
  const busy = ref(false)
  async function send(act: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    problem.value = null
    try {
      await act()
      return true
    } catch (e) {
      if (!(e instanceof Refused)) throw e
      problem.value = e.problem
      return false
    } finally {
      busy.value = false
    }
  }
  return { problem, busy, send }
}
