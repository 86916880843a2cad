import { expect, it } from 'vitest'
import { carried, commitmentOf, drawnOf, replay } from './replay'

// The same figures as in the test of `shared::draw`.
const seed = '00112233445566778899aabbccddeeff'.repeat(2)
const id = (n: number) => `00000000-0000-0000-0000-${n.toString(16).padStart(12, '0')}`
const draw = {
  commitment: 'sha256:24a5e9e05c95916a6ac47be03ebf5142ac928f709d611a23bf7551369687bc57',
  count: 2,
  seed,
  public: '彩票第2026327期：5 0 2',
  candidates: [1, 2, 3, 4, 5, 6].map(id),
  drawn: [id(6), id(1)],
}

it('a draw comes to the same in the browser as on the server', async () => {
  expect(await commitmentOf(seed)).toBe(draw.commitment)
  expect(await drawnOf(draw)).toEqual(draw.drawn)
  expect(await drawnOf({ ...draw, candidates: [...draw.candidates].reverse() })).toEqual(draw.drawn)
  expect(await replay(draw)).toEqual({ seed: true, drawn: true })
})
it('what was changed afterwards is found', async () => {
  expect(await replay({ ...draw, public: '彩票第2026327期：5 0 3' })).toEqual({ seed: true, drawn: false })
  expect(await replay({ ...draw, seed: seed.replaceAll('0', '1') })).toEqual({ seed: false, drawn: false })
  expect((await replay({ ...draw, drawn: [id(1), id(6)] })).drawn).toBe(false)
})
it('everything it takes is carried away as plain text', () => {
  const text = carried(draw, ['recipe'])
  for (const part of [draw.commitment, seed, draw.public, ...draw.candidates]) expect(text).toContain(part)
})
