import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, ref } from 'vue'
import { saveDrafts } from '../common/back'
import type { DoorRequest } from '../common/bindings/DoorRequest'
import type { Draft } from '../common/bindings/Draft'
import { useDraft, useResumed } from './draft'

let asked: DoorRequest[] = []
beforeEach(() => {
  asked = []
  vi.useFakeTimers()
  vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
    const request = JSON.parse(String(init.body)) as DoorRequest
    asked.push(request)
    return Response.json({ reply: 'draft', with: { id: 'd1', saved_at: '2026-11-24T09:40:00+08:00' } })
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function form() {
  const notes = ref({ notes: '' })
  let draft: ReturnType<typeof useDraft> | undefined
  const wrapper = mount(
    defineComponent({
      setup() {
        draft = useDraft('visit', 'c1', notes)
        draft.start(null)
        return () => null
      },
    }),
  )
  return { notes, wrapper, draft: draft as unknown as ReturnType<typeof useDraft> }
}

it('an untouched form makes no draft', async () => {
  const { wrapper } = form()
  await vi.advanceTimersByTimeAsync(5_000)
  wrapper.unmount()
  expect(asked).toEqual([])
})
it('a change is on disk within a second, and the next one goes to the same draft', async () => {
  const { notes } = form()
  notes.value.notes = '甲'
  await vi.advanceTimersByTimeAsync(1_000)
  notes.value.notes = '甲乙'
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked.map((r) => (r.ask === 'save_draft' ? [r.draft, r.form] : r.ask))).toEqual([
    [null, '{"notes":"甲"}'],
    ['d1', '{"notes":"甲乙"}'],
  ])
})
it('leaving saves at once what was typed a moment ago', async () => {
  const { notes } = form()
  notes.value.notes = '半句'
  await Promise.resolve()
  await saveDrafts()
  expect(asked).toHaveLength(1)
})
it('once it is a record nothing more is saved', async () => {
  const { notes, draft } = form()
  notes.value.notes = '写完'
  await draft.stamp()
  draft.stop()
  notes.value.notes = '写完了'
  await vi.advanceTimersByTimeAsync(5_000)
  expect(asked).toHaveLength(1)
})
it('a failed save is tried again when leaving', async () => {
  const { notes } = form()
  const works = globalThis.fetch
  vi.stubGlobal('fetch', async () => Response.json({ code: 'disk_full' }, { status: 507 }))
  notes.value.notes = '满了'
  await vi.advanceTimersByTimeAsync(1_000)
  vi.stubGlobal('fetch', works)
  await saveDrafts()
  expect(asked).toHaveLength(1)
})

function resumable() {
  const content = ref({ content: '' })
  let draft: ReturnType<typeof useResumed> | undefined
  mount(
    defineComponent({
      setup() {
        draft = useResumed('guidance', 'c1', content, () => ({ content: '' }), { what: 'card' })
        return () => null
      },
    }),
  )
  return { content, draft: draft as unknown as ReturnType<typeof useResumed> }
}
const begun: Draft = {
  id: 'd1', kind: 'guidance', case: 'c1', person_name: '', saved_at: '2026-11-24T09:40:00+08:00', form: '{"content":"谈了一半"}', rule_version: '2026-01', rules_changed: false,
}

it('a form found again goes on in the same draft, and finding it saves nothing', async () => {
  const { content, draft } = resumable()
  await draft.begin(begun)
  await vi.advanceTimersByTimeAsync(5_000)
  expect([content.value.content, asked.length]).toEqual(['谈了一半', 0])
  content.value.content = '谈完了'
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked).toEqual([
    { ask: 'save_draft', draft: 'd1', kind: 'guidance', case: 'c1', form: '{"content":"谈完了","begun_on":{"what":"card"}}' },
  ])
})
it('begun anew, the old draft is set aside and the next change makes another', async () => {
  const { content, draft } = resumable()
  await draft.begin(begun)
  await draft.startOver()
  expect(content.value.content).toBe('')
  content.value.content = '重写'
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked.map((r) => (r.ask === 'save_draft' ? [r.draft, r.form] : r.ask))).toEqual([
    ['d1', '{"content":"谈了一半","begun_on":{"what":"card","dropped":true}}'],
    [null, '{"content":"重写","begun_on":{"what":"card"}}'],
  ])
})
