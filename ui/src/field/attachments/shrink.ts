/** Longest side of a photo in pixels, and how finely it is kept: enough to read a test strip and a paper. */
const SIDE_MAX = 1600
const QUALITY = 0.82

/** Width and height that fit, never larger than they are. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, SIDE_MAX / Math.max(width, height, 1))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** The photo drawn anew as a JPEG: nothing of place, time or camera that the file carried comes along. */
export async function shrink(file: Blob): Promise<Blob> {
  const picture = await readPicture(file)
  const size = fitted(picture.naturalWidth, picture.naturalHeight)
  const canvas = document.createElement('canvas')
  canvas.width = size.width
  canvas.height = size.height
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas')
  context.fillStyle = '#fff'
  context.fillRect(0, 0, size.width, size.height)
  context.drawImage(picture, 0, 0, size.width, size.height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((made) => (made ? resolve(made) : reject(new Error('no picture'))), 'image/jpeg', QUALITY),
  )
}

/** A data address: the page's policy lets no other kind in. */
export async function readPicture(file: Blob): Promise<HTMLImageElement> {
  const picture = new Image()
  picture.src = `data:${file.type || 'image/jpeg'};base64,${await base64(file)}`
  await picture.decode()
  return picture
}

/** The bytes in base64, as the door wants them. */
export function base64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(new Error('unreadable'))
    reader.readAsDataURL(blob)
  })
}
