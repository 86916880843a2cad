// @vitest-environment node
import { expect, it } from 'vitest'
import { imagined, kinds } from './whatIf'

it('asks for each kind only what it needs', () => {
  const asked = kinds.map((kind) => imagined(kind, '2026-12-01', '2026-12-08', 'arrest'))
  expect(asked).toEqual([
    { what: 'leave', from: '2026-12-01', until: '2026-12-08' },
    { what: 'away', from: '2026-12-01', until: '2026-12-08' },
    { what: 'detained', detention: 'arrest', from: '2026-12-01', until: '2026-12-08' },
    { what: 'refused', manner: 'refuse', on: '2026-12-01' },
    { what: 'moved', on: '2026-12-01' },
  ])
})
it('takes a detention without an end as open, and a leave without one as a single day', () => {
  expect(imagined('detained', '2026-12-01', '', 'arrest')).toMatchObject({ until: null })
  expect(imagined('leave', '2026-12-01', '', 'arrest')).toMatchObject({ until: '2026-12-01' })
})
