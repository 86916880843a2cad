// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { fakeDoor } from '../../gallery/fakeDoor'
import { heads } from '../../gallery/people'
import { diagnostics } from './diagnostics'

it('what a technician is given names nobody and no place', () => {
  const answer = fakeDoor('uploads')
  const state = answer({ ask: 'state' })
  const uploads = answer({ ask: 'uploads' })
  if (state.reply !== 'state' || uploads.reply !== 'uploads') throw new Error('another answer')
  const text = diagnostics(state.with, uploads.with, { agent: 'Test', width: 360, height: 740 })
  const personal = [state.with.user_name, state.with.township_name, ...heads.flatMap((h) => [h.name, h.village, h.phone, h.id_masked])]
  for (const word of personal) if (word) expect(text).not.toContain(word)
  expect(text).toContain('unsent: 0')
  expect(text).toContain('store_bytes: 4718592')
})
