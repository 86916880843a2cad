// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { edgePairs, textPairs } from './pairs'

const css = readFileSync('src/common/tokens/tokens.css', 'utf8')

function block(selector: string): Map<string, string> {
  const from = css.indexOf(`${selector} {`)
  expect(from, `${selector} is missing`).toBeGreaterThanOrEqual(0)
  const body = css.slice(from, css.indexOf('}', from))
  return new Map([...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((m) => [m[1] ?? '', m[2] ?? '']))
}

const light = block(':root')
const palettes = { light, dark: block(":root[data-theme='dark']") }

function luminance(hex: string): number {
  const channel = (at: number) => {
    const v = parseInt(hex.slice(at, at + 2), 16) / 255
    return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

function contrast(a: string, b: string): number {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (hi + 0.05) / (lo + 0.05)
}

function weak(palette: Map<string, string>, pairs: typeof textPairs, least: number): string[] {
  return pairs.flatMap(([ink, ground]) => {
    const [a, b] = [palette.get(ink), palette.get(ground)]
    if (a === undefined || b === undefined) return [`${ink} or ${ground} is not a colour token`]
    const c = contrast(a, b)
    return c < least ? [`${ink} on ${ground}: ${c.toFixed(2)} < ${least}`] : []
  })
}

describe.each(Object.entries(palettes))('the %s palette', (_name, palette) => {
  it('has text of at least 4.5 to 1', () => expect(weak(palette, textPairs, 4.5)).toEqual([]))
  it('has borders and icons of at least 3 to 1', () => expect(weak(palette, edgePairs, 3)).toEqual([]))
})

it('the dark palette names every colour of the light one', () => {
  expect([...palettes.dark.keys()].sort()).toEqual([...light.keys()].sort())
})
