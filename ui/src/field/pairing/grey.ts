/** Longest side of a picture that a code is looked for in: fine enough for a code that fills a third of it. */
const SIDE_MAX = 800

/** A picture as the door's `scan` wants it: grey values row by row. */
export interface Grey {
  width: number
  height: number
  grey: string
}

/** The picture or the frame of the camera, made smaller and grey. */
export function greyOf(source: CanvasImageSource, width: number, height: number): Grey | null {
  const scale = Math.min(1, SIDE_MAX / Math.max(width, height, 1))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  const context = canvas.getContext('2d')
  if (context === null) return null
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
  return { width: canvas.width, height: canvas.height, grey: packed(luminance(data)) }
}

/** Brightness of each pixel, 0 to 255, by the weights of BT.601. */
export function luminance(rgba: Uint8ClampedArray): Uint8Array {
  const grey = new Uint8Array(rgba.length / 4)
  for (let i = 0; i < grey.length; i++) {
    grey[i] = (299 * (rgba[4 * i] ?? 0) + 587 * (rgba[4 * i + 1] ?? 0) + 114 * (rgba[4 * i + 2] ?? 0)) / 1000
  }
  return grey
}

/** Base64; in pieces, since a call takes only so many arguments. */
export function packed(bytes: Uint8Array): string {
  const PIECE = 8192
  let text = ''
  for (let at = 0; at < bytes.length; at += PIECE) text += String.fromCharCode(...bytes.subarray(at, at + PIECE))
  return btoa(text)
}
