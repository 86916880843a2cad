// @vitest-environment node
import { expect, it } from 'vitest'
import type { Draft } from '../common/bindings/Draft'
import { draftOf, markOf, readDraft, writeDraft, writtenIn, type DraftMark } from './draftText'

const draft = (id: string, form: object, mark: DraftMark = {}, kind: Draft['kind'] = 'visit'): Draft => ({
  id, kind, case: 'c1', person_name: '', saved_at: '2026-11-24T09:40:00+08:00', form: writeDraft(form, mark), rule_version: '2026-01', rules_changed: false,
})

it('a draft opens on the screen it was begun on, and on no other of its form', () => {
  const drafts = [
    draft('mended', { notes: '乙' }, { mend: 'e6' }),
    draft('new', { notes: '甲' }),
    draft('sheet', { a: '1A' }, { what: 'sheet' }, 'test'),
    draft('makeup', { a: '2A' }, { what: 'makeup' }, 'test'),
  ]
  expect(draftOf(drafts, 'visit')?.id).toBe('new')
  expect(draftOf(drafts, 'visit', { mend: 'e6' })?.id).toBe('mended')
  expect(draftOf(drafts, 'visit', { mend: 'e7' })).toBeNull()
  expect(draftOf(drafts, 'test', { what: 'makeup' })?.id).toBe('makeup')
  expect(draftOf(drafts, 'test')).toBeNull()
})
it('a field of the form is never taken for where it was begun', () => {
  const absence = draft('a', { what: 'back' }, {}, 'absence')
  expect(markOf(absence)).toEqual({})
  expect(draftOf([absence], 'absence')?.id).toBe('a')
})
it('what the form is read into does not hear of the mark', () => {
  expect(readDraft(writeDraft({ notes: '甲' }, { mend: 'e6' }), { notes: '' })).toEqual({ notes: '甲' })
})
it('what a hand wrote is read out of a draft that no form opens', () => {
  const old = draft('old', { notes: '邻居说他近来安稳', mood: 'low', day: '2026-11-24', mendReason: '登记有误' }, { mend: 'e6' })
  expect(writtenIn(old)).toEqual(['邻居说他近来安稳'])
  expect(writtenIn({ ...old, form: '{' })).toEqual([])
})
