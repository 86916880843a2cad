/** Puts a text on the clipboard; an office PC may speak plain http on its own machine, where only the old way works. */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (navigator.clipboard !== undefined) {
      await navigator.clipboard.writeText(text)
      return true
    }
  } catch {
    // Not allowed: the old way.
  }
  const at = document.activeElement
  const box = document.createElement('textarea')
  box.value = text
  box.setAttribute('aria-hidden', 'true')
  box.style.position = 'fixed'
  box.style.opacity = '0'
  ;(at?.closest('[role=dialog]') ?? document.body).append(box)
  box.select()
  const done = document.execCommand('copy')
  box.remove()
  if (at instanceof HTMLElement) at.focus()
  return done
}
