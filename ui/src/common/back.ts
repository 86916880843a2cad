/** Back (Android's key, the browser's button, Tauri's event) first closes the top layer, then saves, then leaves. */
const layers: (() => void)[] = []
const savers = new Set<() => Promise<void>>()

/** A sheet or dialog that Back should close. Returns how to take it off again. */
export function pushLayer(close: () => void): () => void {
  layers.push(close)
  return () => {
    const at = layers.lastIndexOf(close)
    if (at >= 0) layers.splice(at, 1)
  }
}

export function closeTopLayer(): boolean {
  const close = layers.pop()
  close?.()
  return close !== undefined
}

/** A form with a draft. What it returns takes it off again. */
export function onLeaving(save: () => Promise<void>): () => void {
  savers.add(save)
  return () => savers.delete(save)
}

/** Writes every open draft. Leaving waits for this. */
export async function saveDrafts(): Promise<void> {
  await Promise.all([...savers].map((save) => save()))
}
