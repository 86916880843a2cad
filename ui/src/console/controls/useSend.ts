import { nextTick, ref, type Ref } from 'vue'
import type { Problem } from '../../common/bindings/console/Problem'
import { Refused } from '../api'

/** Sends a change once at a time; a refusal becomes `problem`. `true` when the server said yes. A button that was
 *  disabled meanwhile has the focus again afterwards: without it Tab would leave the dialog. */
export function useSend(): { problem: Ref<Problem | null>; busy: Ref<boolean>; send: (act: () => Promise<unknown>) => Promise<boolean> } {
  const problem = ref<Problem | null>(null)
  const busy = ref(false)
  async function send(act: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    const at = document.activeElement
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
      await nextTick()
      keepFocus(at)
    }
  }
  return { problem, busy, send }
}

/** Gives the focus back to `at` where it fell to the page. */
function keepFocus(at: Element | null) {
  if (at instanceof HTMLElement && at.isConnected && (document.activeElement === null || document.activeElement === document.body)) at.focus()
}
