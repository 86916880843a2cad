/** 遮盖: whoever leafs through the recent apps, or looks over a shoulder while the screen comes back, sees an empty page.
    What is typed is not touched; digits of a PIN are forgotten by their field itself. */
export function watchCover(away: () => void, back: () => Promise<void>): void {
  const cover = () => {
    document.documentElement.dataset['covered'] = 'yes'
    away()
  }
  /** Seen again only after it is known whether the app locked itself meanwhile. */
  const uncover = () => {
    void back().finally(() => {
      if (document.visibilityState === 'visible') delete document.documentElement.dataset['covered']
    })
  }
  document.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? cover() : uncover()))
  window.addEventListener('pagehide', cover)
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) uncover()
  })
}
