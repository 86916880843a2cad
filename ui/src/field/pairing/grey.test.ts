import { describe, expect, it } from 'vitest'
import { luminance, packed } from './grey'

describe('a picture handed to the door', () => {
  it('is bright where it was white and dark where it was black', () => {
    const pixels = new Uint8ClampedArray([255, 255, 255, 255, 0, 0, 0, 255, 0, 255, 0, 255])
    expect([...luminance(pixels)]).toEqual([255, 0, 149])
  })
  it('keeps every byte, however long it is', () => {
    const bytes = Uint8Array.from({ length: 20_001 }, (_, i) => i % 256)
    const back = Uint8Array.from(atob(packed(bytes)), (c) => c.charCodeAt(0))
    expect(back).toEqual(bytes)
  })
})
