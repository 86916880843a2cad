import { nextTick, ref, useTemplateRef } from 'vue'
import { fields } from '../words/fields'
import { useSend } from './useSend'

/** A form of the console: sent once at a time, what is missing said once it was tried, the focus on what is wrong. The
 *  page gives its form the name: `ref="box"`. */
export function useForm() {
  const box = useTemplateRef<HTMLFormElement>('box')
  const tried = ref(false)
  const { problem, busy, send } = useSend()
  const need = (missing: boolean): string | null => (tried.value && missing ? fields.missing : null)
  async function focusOn(what: string) {
    await nextTick()
    box.value?.querySelector<HTMLElement>(what)?.focus()
  }
  const focusFirst = () => focusOn('input, select, textarea')
  const focusWrong = () => focusOn('[aria-invalid=true], fieldset[aria-describedby] input')
  /** Nothing was tried yet: the form is of somebody or something else now. */
  function begin() {
    tried.value = false
    problem.value = null
  }
  return { tried, problem, busy, send, need, begin, focusFirst, focusWrong }
}
