import { onMounted, type Ref } from 'vue'

/** Brings what has just appeared under the fold into sight, its top first. */
export function useReveal(at: Ref<HTMLElement | null>): void {
  onMounted(() => at.value?.scrollIntoView({ block: 'nearest' }))
}
