import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { heard, launch, openScene, serve, settled, shut } from './browser'

/* A photo as a phone's camera makes it, with the place, the camera and the way it was held: what is kept of it. */
let browser: BrowserContext
let site: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  site = await serve('gallery')
  browser = await launch()
})
afterAll(async () => {
  await shut(browser)
  await site?.close()
})

const CAMERA = 'SHIYAN CAM 9'
const [SHORT, LONG, ASCII, RATIONAL] = [3, 4, 2, 5]
/** Held upright: what the sensor has at the left is the top. */
const TURNED = 6

interface Tag {
  tag: number
  type: number
  count: number
  value: Buffer
}
const short = (tag: number, n: number): Tag => ({ tag, type: SHORT, count: 1, value: Buffer.from([n, 0, 0, 0]) })
const text = (tag: number, of: string): Tag => ({ tag, type: ASCII, count: of.length + 1, value: Buffer.from(`${of}\0`) })
const degrees = (tag: number, parts: readonly number[]): Tag => {
  const value = Buffer.alloc(24)
  parts.forEach((part, i) => {
    value.writeUInt32LE(part, i * 8)
    value.writeUInt32LE(1, i * 8 + 4)
  })
  return { tag, type: RATIONAL, count: 3, value }
}

/** One directory of tags that begins at `at`: its entries, then the values too long for them. */
function directory(tags: readonly Tag[], at: number): Buffer {
  const head = Buffer.alloc(2 + tags.length * 12 + 4)
  head.writeUInt16LE(tags.length, 0)
  const long: Buffer[] = []
  let end = at + head.length
  tags.forEach(({ tag, type, count, value }, i) => {
    const entry = 2 + i * 12
    head.writeUInt16LE(tag, entry)
    head.writeUInt16LE(type, entry + 2)
    head.writeUInt32LE(count, entry + 4)
    if (value.length <= 4) value.copy(head, entry + 8)
    else {
      head.writeUInt32LE(end, entry + 8)
      long.push(value)
      end += value.length
    }
  })
  return Buffer.concat([head, ...long])
}

/** A picture with an APP1 segment in front, as cameras write it. */
function withExif(jpeg: Buffer): Buffer {
  const place = [text(1, 'N'), degrees(2, [26, 58, 7]), text(3, 'E'), degrees(4, [112, 22, 18])]
  const pointer = Buffer.alloc(4)
  const tags = [text(0x010f, CAMERA), short(0x0112, TURNED), { tag: 0x8825, type: LONG, count: 1, value: pointer }]
  const TIFF = Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0])
  pointer.writeUInt32LE(8 + directory(tags, 8).length)
  const first = directory(tags, 8)
  const body = Buffer.concat([Buffer.from('Exif\0\0'), TIFF, first, directory(place, 8 + first.length)])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)])
}

/** Notes of the file before the picture itself, by name; what the frame says of its size. */
function segments(jpeg: Buffer): { notes: string[]; width: number; height: number } {
  const notes: string[] = []
  let [width, height] = [0, 0]
  for (let at = 2; at < jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== 0xda; at += 2 + jpeg.readUInt16BE(at + 2)) {
    const marker = jpeg[at + 1] ?? 0
    if ((marker >= 0xe0 && marker <= 0xef) || marker === 0xfe) notes.push(jpeg.toString('latin1', at + 4, jpeg.indexOf(0, at + 4)))
    if (marker >= 0xc0 && marker <= 0xc2) [height, width] = [jpeg.readUInt16BE(at + 5), jpeg.readUInt16BE(at + 7)]
  }
  return { notes, width, height }
}

/** 2000 × 1000 as the sensor saw it: red at the left, blue at the right. */
async function taken(page: Page): Promise<Buffer> {
  const data = await page.evaluate(() => {
    const canvas = document.createElement('canvas')
    canvas.width = 2000
    canvas.height = 1000
    const context = canvas.getContext('2d')
    if (context === null) throw new Error('no canvas')
    context.fillStyle = '#f00'
    context.fillRect(0, 0, 1000, 1000)
    context.fillStyle = '#00f'
    context.fillRect(1000, 0, 1000, 1000)
    return canvas.toDataURL('image/jpeg', 0.9).replace(/^[^,]*,/, '')
  })
  return withExif(Buffer.from(data, 'base64'))
}

/** Red and blue at the middle of the upper and of the lower half. */
function halves(page: Page, jpeg: Buffer): Promise<[number[], number[]]> {
  return page.evaluate(async (data) => {
    const picture = new Image()
    picture.src = `data:image/jpeg;base64,${data}`
    await picture.decode()
    const canvas = document.createElement('canvas')
    canvas.width = picture.naturalWidth
    canvas.height = picture.naturalHeight
    const context = canvas.getContext('2d')
    if (context === null) throw new Error('no canvas')
    context.drawImage(picture, 0, 0)
    const at = (part: number) => [...context.getImageData(canvas.width / 2, Math.round(canvas.height * part), 1, 1).data].slice(0, 3)
    return [at(0.25), at(0.75)] as [number[], number[]]
  }, jpeg.toString('base64'))
}

it('a photo is kept upright and small, without place, camera or any other note of the file', async () => {
  const page = await openScene(browser, site.url, 'taps', '/visit/c2')
  const asked = await heard(page)
  const photo = await taken(page)
  expect(segments(photo), 'what comes in').toMatchObject({ width: 2000, height: 1000 })
  expect(segments(photo).notes).toContain('Exif')
  expect(photo.includes(CAMERA)).toBe(true)

  const chooser = page.waitForEvent('filechooser')
  await page.locator('.photo-take').first().tap()
  await (await chooser).setFiles({ name: 'IMG_20261124.jpg', mimeType: 'image/jpeg', buffer: photo })
  await page.locator('.photo img').waitFor()
  await settled(page)
  const sent = asked.map((body) => JSON.parse(body) as { ask: string; data: string; media: string }).filter((r) => r.ask === 'add_attachment')
  expect(sent).toHaveLength(1)
  expect(sent[0]?.media).toBe('image/jpeg')
  const kept = Buffer.from(sent[0]?.data ?? '', 'base64')

  const { notes, width, height } = segments(kept)
  expect([width, height], 'turned as it was held, its longest side cut').toEqual([800, 1600])
  expect(notes.filter((note) => note !== 'JFIF' && note !== 'ICC_PROFILE'), 'what a bare JPEG has, and its colours').toEqual([])
  for (const trace of ['Exif', CAMERA, 'GPS', 'IMG_']) expect(kept.includes(trace), trace).toBe(false)
  const [upper, lower] = await halves(page, kept)
  expect(upper[0], 'red above').toBeGreaterThan(200)
  expect(upper[2]).toBeLessThan(60)
  expect(lower[2], 'blue below').toBeGreaterThan(200)
  expect(lower[0]).toBeLessThan(60)
  await page.close()
})
