import { saveDrafts } from './back'

/** Android's Back, where the shell is Tauri: drafts first, then one step back, or out of the app. */
export async function listenToBack(closeLayer: () => boolean): Promise<void> {
  if (!('__TAURI_INTERNALS__' in window)) return
  const { onBackButtonPress, exit } = await import('@tauri-apps/api/app')
  await onBackButtonPress(({ canGoBack }) => {
    if (closeLayer()) return
    void saveDrafts().then(() => (canGoBack ? window.history.back() : exit(0)))
  }).catch(() => undefined)
}
