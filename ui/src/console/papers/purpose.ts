import { computed, ref } from 'vue'
import { forgetForOthers } from '../session'
import { printing } from '../words/papers'

/** Purposes that are offered at most. */
const OFFERED_MAX = 6

/** What prints of this session are for; asked once. */
export const purpose = ref('')
const said = ref<string[]>([])
forgetForOthers(() => {
  purpose.value = ''
  said.value = []
})

/** Those used before, then the usual ones. */
export const offered = computed(() => [...new Set([...said.value, ...printing.offered])].slice(0, OFFERED_MAX))

export function usePurpose(text: string): void {
  purpose.value = text
  said.value = [text, ...said.value.filter((one) => one !== text)]
}
