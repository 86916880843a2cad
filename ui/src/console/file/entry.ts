/** Id in the page of a timeline entry. */
export const entryId = (event: string): string => `entry-${event}`

/** Brings an entry of the timeline into view and gives it the focus. */
export function showEntry(event: string): void {
  const entry = document.getElementById(entryId(event))
  entry?.scrollIntoView({ block: 'center' })
  entry?.focus({ preventScroll: true })
}
