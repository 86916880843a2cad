import { watch } from 'vue'
import { door } from '../common/backend'
import type { Look } from '../common/bindings/Look'
import { language, placeStamp, textSize, theme } from '../common/look'
import { state, take } from './app'

/** The phone keeps the look, for the window forgets everything when it closes: what the phone says is worn, what is chosen
    here is told to it. */
export function keepLook(): void {
  let known: Look | null = null
  let telling = 0
  watch(
    () => state.value?.look,
    (look) => {
      if (look === undefined || telling > 0) return
      known = look
      theme.value = look.theme
      textSize.value = look.text_size
      language.value = look.language
      placeStamp.value = look.place_stamp
    },
    { immediate: true, flush: 'sync' },
  )
  watch([theme, textSize, language, placeStamp], async () => {
    if (known === null) return
    const chosen = { theme: theme.value, text_size: textSize.value, language: language.value, place_stamp: placeStamp.value }
    const now: Look = { ...known, ...chosen }
    const same = known.theme === now.theme && known.text_size === now.text_size && known.language === now.language
    if (same && known.place_stamp === now.place_stamp) return
    known = now
    telling += 1
    try {
      take(await door({ ask: 'set_look', look: known }))
    } catch {
      // The choice holds until the phone is asked again; then the page shows what the phone kept.
    } finally {
      telling -= 1
    }
  })
}
