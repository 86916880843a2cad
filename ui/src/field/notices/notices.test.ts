import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import type { DoorRequest } from '../../common/bindings/DoorRequest'
import { notices as words } from '../../common/words/notices'
import { noticesOf } from '../../gallery/people'
import NoticeList from './NoticeList.vue'

const asked: DoorRequest[] = []
vi.stubGlobal('fetch', async (_url: string, init: RequestInit) => {
  asked.push(JSON.parse(String(init.body)) as DoorRequest)
  return Response.json({ reply: 'done' })
})
afterEach(() => asked.splice(0))

const unread = noticesOf('试例甲').filter((row) => row.read_at === null)
const list = () => mount(NoticeList, { props: { notices: unread, today: '2026-11-24', named: true } })

it('知道了 marks this notice read and no other', async () => {
  const shown = list()
  await shown.findAll('button').find((button) => button.text() === words.read)?.trigger('click')
  await flushPromises()
  expect(asked).toEqual([{ ask: 'read_notices', notices: [unread[0]?.id] }])
})

it('a notice opens its record and its paper, and names the person', async () => {
  const shown = list()
  const first = shown.findAll('.notice')[0]
  expect(first?.text()).toContain('试例甲')
  await first?.findAll('button').find((button) => button.text() === words.seeRecord)?.trigger('click')
  await first?.findAll('button').find((button) => button.text() === words.seePaper)?.trigger('click')
  expect(shown.emitted('open')?.map(([, event]) => event)).toEqual([unread[0]?.record, unread[0]?.paper])
})

it('few stand above the tasks, the rest on demand', async () => {
  const shown = list()
  expect(shown.findAll('.notice')).toHaveLength(1)
  await shown.findAll('button').at(-1)?.trigger('click')
  expect(shown.findAll('.notice')).toHaveLength(unread.length)
})
