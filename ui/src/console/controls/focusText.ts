/** A dialog that wants a few words starts in their box; without one, at its last button. */
export function focusText(): void {
  const dialog = [...document.querySelectorAll<HTMLElement>('[role=dialog]')].find((d) => d.getClientRects().length > 0)
  const text = dialog?.querySelector<HTMLElement>('textarea')
  ;(text ?? [...(dialog?.querySelectorAll<HTMLElement>('form button') ?? [])].at(-1))?.focus()
}
