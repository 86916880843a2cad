import { ref, watchEffect } from 'vue'

/** How the page looks on this device. Says nothing of any person. The browser's own store remembers it between two pages;
    on a phone the phone does. */
export type Theme = 'auto' | 'light' | 'dark'
export type TextSize = 'normal' | 'large' | 'elder'
export type Language = 'chinese' | 'english'

export const themes: readonly Theme[] = ['auto', 'light', 'dark']
export const textSizes: readonly TextSize[] = ['normal', 'large', 'elder']
export const languages: readonly Language[] = ['chinese', 'english']

function remembered<T extends string>(key: string, allowed: readonly T[], otherwise: T): T {
  try {
    const found = localStorage.getItem(key)
    return allowed.find((a) => a === found) ?? otherwise
  } catch {
    return otherwise
  }
}
function remember(key: string, value: string) {
  try {
    localStorage.setItem(key, value)
  } catch {
    // A full or forbidden store only means that the choice is asked again.
  }
}

export const theme = ref<Theme>(remembered('look.theme', themes, 'auto'))
export const textSize = ref<TextSize>(remembered('look.size', textSizes, 'normal'))
/** What is chosen; worn once the words are here (`language.ts`). */
export const language = ref<Language>(remembered('look.language', languages, 'chinese'))

/** 记录到访地点: off until the phone says that its user turned it on; kept by the phone alone. */
export const placeStamp = ref(false)

/** Keeps `<html>` in step with the two choices and with the system's own dark mode. */
export function applyLook(): void {
  const system = window.matchMedia('(prefers-color-scheme: dark)')
  const systemDark = ref(system.matches)
  system.addEventListener('change', (e) => (systemDark.value = e.matches))
  watchEffect(() => {
    const dark = theme.value === 'dark' || (theme.value === 'auto' && systemDark.value)
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
    document.documentElement.dataset['size'] = textSize.value
    remember('look.theme', theme.value)
    remember('look.size', textSize.value)
    remember('look.language', language.value)
  })
}
