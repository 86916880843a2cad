import { ref } from 'vue'
import type { Language } from './look'

/* The words are plain objects that screens read while they draw. English is put over them once it is asked for, and taken
   off again; `spoken` makes everything be drawn anew. Chinese costs nothing: the pack is a chunk of its own. */

/** What the words say now. */
export const spoken = ref<Language>('chinese')

/** Objects that wear other words, with what they said before. */
const before = new Map<object, object>()
let wanted: Language = 'chinese'

type Words = Record<string, unknown>
function put(into: Words, said: Words): void {
  before.set(into, { ...into })
  for (const [key, value] of Object.entries(said)) {
    const inner = into[key]
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) put(inner as Words, value as Words)
    else into[key] = value
  }
}

export async function speak(language: Language): Promise<void> {
  wanted = language
  if (language === 'english' && spoken.value !== 'english') {
    const { pack } = await import('./words/en')
    // Another choice while the words came.
    if (wanted !== 'english' || before.size > 0) return
    for (const [into, said] of pack) put(into as Words, said as Words)
  } else if (language === 'chinese') {
    for (const [words, old] of before) Object.assign(words, old)
    before.clear()
  }
  spoken.value = language
  document.documentElement.lang = language === 'english' ? 'en' : 'zh-CN'
}

/** The words as they go into records and papers: Chinese, whatever the screens speak. */
export function recorded<T extends object>(words: T): T {
  return (before.get(words) as T | undefined) ?? words
}
