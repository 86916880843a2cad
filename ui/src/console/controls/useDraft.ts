import { onBeforeUnmount, ref, watch, type Ref } from 'vue'
import type { DeskDraft } from '../../common/bindings/console/DeskDraft'
import type { DraftForm } from '../../common/bindings/console/DraftForm'
import { api, Refused } from '../api'
import { can } from '../session'

/** How long a clerk pauses before what was typed goes to the server. */
const PAUSE_MS = 800

export type DraftFields = Partial<Record<string, string>>
export interface Drafted {
  form: DraftForm
  /** What is typed, field by field, with what says which form and whose it is. */
  fields: () => Record<string, string>
  /** Whether there is nothing worth keeping. */
  isEmpty: () => boolean
  put: (fields: DraftFields) => void
  /** Under which id it is kept; given by whoever outlives the page. */
  current?: Ref<string | null>
}

/** 草稿 of one form: kept sealed on the server while it is typed, listed, taken up again, dropped. For who may open cases. */
export function useDraft(of: Drafted) {
  const list = ref<DeskDraft[]>([])
  const state = ref<'idle' | 'keeping' | 'kept' | 'failed'>('idle')
  const keptAt = ref('')
  const current = of.current ?? ref<string | null>(null)
  const may = can('open_case')
  let pause: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> = Promise.resolve()
  let ended = false

  async function load() {
    if (!may) return
    try {
      list.value = (await api.drafts()).filter((row) => row.content.form === of.form)
    } catch (e) {
      if (!(e instanceof Refused)) throw e
    }
  }
  /** One after another: the first answer says under which id the next is kept. */
  function keep(): Promise<void> {
    clearTimeout(pause)
    pause = undefined
    const fields = of.fields()
    running = running.then(async () => {
      if (ended) return
      state.value = 'keeping'
      try {
        const kept = await api.keepDraft({ draft: current.value, content: { form: of.form, fields } })
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
  /** The form begins anew, or is another one now. */
  function forget() {
    clearTimeout(pause)
    pause = undefined
    current.value = null
    state.value = 'idle'
  }
  /** It is recorded: nothing of it is kept any more. */
  async function end() {
    ended = true
    clearTimeout(pause)
    pause = undefined
    await running
    const kept = current.value
    forget()
    if (kept === null) return
    try {
      await api.dropDraft(kept)
    } catch (e) {
      if (!(e instanceof Refused)) throw e
    }
  }
  function take(draft: DeskDraft) {
    of.put(draft.content.fields)
    current.value = draft.draft
    state.value = 'kept'
    keptAt.value = draft.saved_at
  }
  /** Takes up the one that is of these; `false` where there is none. */
  function takeOf(wanted: Record<string, string>): boolean {
    const found = list.value.find((row) => Object.entries(wanted).every(([key, value]) => row.content.fields[key] === value))
    if (found) take(found)
    return found !== undefined
  }
  watch(
    () => JSON.stringify(of.fields()),
    () => {
      clearTimeout(pause)
      pause = may && !of.isEmpty() ? setTimeout(() => void keep(), PAUSE_MS) : undefined
    },
  )
  // What was typed last is not lost by leaving at once.
  onBeforeUnmount(() => {
    if (pause !== undefined) void keep()
  })
  return { list, state, keptAt, current, load, keep, drop, forget, end, take, takeOf }
}
