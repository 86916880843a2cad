import { onBeforeUnmount, onMounted, shallowRef } from 'vue'
import { isTyping, overlay, singleKeys } from './useKeys'

export interface KeyLine {
  keys: readonly string[]
  does: string
}

/** Keys of the page that is shown, for the list under `?`. */
export const pageKeys = shallowRef<readonly KeyLine[]>([])

/** A page's own keys come before those of the frame: `act` says whether it took the press. None act under a dialog. */
export function usePageKeys(lines: readonly KeyLine[], act: (press: KeyboardEvent, typing: boolean, single: boolean) => boolean): void {
  const listen = (event: KeyboardEvent) => {
    if (overlay() || event.defaultPrevented) return
    if (act(event, isTyping(event.target), singleKeys.value)) event.preventDefault()
  }
  onMounted(() => {
    pageKeys.value = lines
    document.addEventListener('keydown', listen, true)
  })
  onBeforeUnmount(() => {
    pageKeys.value = []
    document.removeEventListener('keydown', listen, true)
  })
}
