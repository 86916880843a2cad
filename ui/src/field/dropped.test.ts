import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { DoorRequest } from '../common/bindings/DoorRequest'
import type { Draft } from '../common/bindings/Draft'
import { draftOf, takenBack, writeDraft, type DraftMark } from './draftText'
import { dropped, forgetOld } from './dropped'

const draft = (id: string, day: string, mark: DraftMark): Draft => ({
  id, kind: 'visit', case: 'c1', person_name: '', saved_at: `${day}T09:40:00+08:00`, form: writeDraft({ notes: '甲' }, mark), rule_version: '2026-01', rules_changed: false,
})
const TODAY = '2026-11-24'
const drafts = [
  draft('live', '2026-11-01', {}),
  draft('week', '2026-11-17', { dropped: true }),
  draft('old', '2026-11-16', { dropped: true, mend: 'e6' }),
]

let asked: DoorRequest[] = []
beforeEach(() => {
  asked = []
  vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
    asked.push(JSON.parse(String(init.body)) as DoorRequest)
    return Response.json({ reply: 'done' })
  })
})
afterEach(() => vi.unstubAllGlobals())

it('what was dropped opens no form, and can be taken back for seven days', () => {
  expect(draftOf(drafts, 'visit')?.id).toBe('live')
  expect(draftOf(drafts, 'visit', { mend: 'e6' })).toBeNull()
  expect(dropped(drafts, TODAY).map((d) => d.id)).toEqual(['week'])
  const back = { ...(drafts[2] as Draft), form: takenBack(drafts[2] as Draft) }
  expect(draftOf([back], 'visit', { mend: 'e6' })?.id).toBe('old')
  expect(takenBack(drafts[1] as Draft)).toBe('{"notes":"甲"}')
})
it('after that it is let go of, and what is still being written never is', () => {
  forgetOld(drafts, TODAY)
  expect(asked).toEqual([{ ask: 'drop_draft', draft: 'old' }])
})
