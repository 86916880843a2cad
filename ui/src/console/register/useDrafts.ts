import { onBeforeUnmount, ref, watch, type Ref } from 'vue'
import type { DeskDraft } from '../../common/bindings/console/DeskDraft'
import { api, Refused } from '../api'
import { forgetForOthers } from '../session'
import { draft as form, emptyOrder, isEmpty, type OrderForm } from './orderForm'

/** How long a clerk pauses before what was typed goes to the server. */
const PAUSE_MS = 800

export const fieldsOfForm = (of: OrderForm): Record<string, string> =>
  Object.fromEntries(Object.entries(of).flatMap(([key, value]) => (value === null || value.length === 0 ? [] : [[key, Array.isArray(value) ? value.join(',') : value]])))

/** A form as it was left; what a newer or older page called otherwise is left out. */
export function formOfFields(fields: Partial<Record<string, string>>): OrderForm {
  const empty = emptyOrder()
  const known = Object.entries(fields).filter(([key]) => key in empty)
  const read = Object.fromEntries(known.map(([key, value]) => [key, key === 'workers' ? (value ?? '').split(',').filter((w) => w !== '') : value]))
  return { ...empty, ...read } as OrderForm
}

/** The draft the form is of; lives as long as the form does. */
const current: Ref<string | null> = ref(null)
forgetForOthers(() => (current.value = null))

/** 草稿 of the form of an order: kept on the server while it is typed, listed, taken up again, dropped. */
export function useDrafts() {
  const list = ref<DeskDraft[]>([])
  const state = ref<'idle' | 'keeping' | 'kept' | 'failed'>('idle')
  const keptAt = ref('')
  let pause: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> = Promise.resolve()

  async function load() {
    try {
      list.value = await api.drafts()
    } catch (e) {
      if (!(e instanceof Refused)) throw e
    }
  }
  /** One after another: the first answer says under which id the next is kept. */
  function keep(): Promise<void> {
    clearTimeout(pause)
    running = running.then(async () => {
      if (isEmpty(form)) return
      state.value = 'keeping'
      try {
        const kept = await api.keepDraft({ draft: current.value, content: { form: 'order', fields: fieldsOfForm(form) } })
        current.value = kept.draft
        keptAt.value = kept.saved_at
        state.value = 'kept'
      } catch (e) {
        if (!(e instanceof Refused)) throw e
        state.value = 'failed'
      }
    })
    return running
  }
  async function drop(draft: string) {
    await api.dropDraft(draft)
    if (current.value === draft) forget()
    await load()
  }
  function forget() {
    clearTimeout(pause)
    current.value = null
    state.value = 'idle'
  }
  function take(draft: DeskDraft) {
    Object.assign(form, formOfFields(draft.content.fields))
    current.value = draft.draft
    state.value = 'kept'
    keptAt.value = draft.saved_at
  }
  watch(
    () => JSON.stringify(form),
    () => {
      clearTimeout(pause)
      if (!isEmpty(form)) pause = setTimeout(() => void keep(), PAUSE_MS)
    },
  )
  // What was typed last is not lost by leaving at once.
  onBeforeUnmount(() => {
    clearTimeout(pause)
    if (state.value !== 'kept' || pause !== undefined) void keep()
  })
  return { list, state, keptAt, current, load, keep, drop, forget, take }
}
