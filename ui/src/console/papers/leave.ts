/** Seconds after which a file that was given out is dropped from the browser's memory. */
const KEPT_MS = 10 * 60_000
const KIB = 1024

/** An address of a file in memory. */
export function addressOf(file: Blob): string {
  const address = URL.createObjectURL(file)
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS)
  return address
}

/** Saves a file under a name. */
export function save(address: string, name: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
}

/** Without what file names do not carry. */
export const fileName = (text: string): string => text.replace(/[\\/:*?"<>|\s]+/g, '-')

/** 1.2 MB, 340 KB. */
export const sizeText = (bytes: number): string => (bytes >= KIB * KIB ? `${(bytes / KIB / KIB).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / KIB))} KB`)

/** Pages of a PDF as its page tree counts them; `null` where the tree is packed away. */
export function pagesOf(pdf: Uint8Array): number | null {
  const text = new TextDecoder('latin1').decode(pdf)
  const counts = [...text.matchAll(/\/Type\s*\/Pages\b[^>]*?\/Count\s+(\d+)|\/Count\s+(\d+)[^>]*?\/Type\s*\/Pages\b/g)].map((hit) => Number(hit[1] ?? hit[2]))
  if (counts.length > 0) return Math.max(...counts)
  const single = [...text.matchAll(/\/Type\s*\/Page\b/g)].length
  return single > 0 ? single : null
}
