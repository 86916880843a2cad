import { nextTick, onBeforeUnmount, ref, watch, type Ref } from 'vue'
import { onLeaving } from '../common/back'
import { asProblem, door, type Problem } from '../common/backend'
import type { CaseId } from '../common/bindings/CaseId'
import type { Draft } from '../common/bindings/Draft'
import type { DraftId } from '../common/bindings/DraftId'
import type { Form } from '../common/bindings/Form'
import { common } from '../common/words/common'
import { form as words } from '../common/words/form'
import { sayProblem } from '../common/words/problem'
import { readDraft, writeDraft, type DraftMark } from './draftText'

/** A change waits at most this long before it is on disk. */
const PAUSE_MS = 300

/** Keeps a form's draft on the phone: on each change, when hidden, before leaving, until it becomes a record. */
export function useDraft<F extends object>(
  kind: Form,
  caseId: CaseId | (() => CaseId | null),
  form: Readonly<Ref<F>>,
  mark: DraftMark = {},
) {
  const id = ref<DraftId | null>(null) as Ref<DraftId | null>
  /** The phone's own time of the last save. */
  const savedAt = ref<string | null>(null)
  const problem = ref<Problem | null>(null)
  let dirty = false
  let armed = false
  let timer = 0
  let chain: Promise<void> = Promise.resolve()

  watch(
    form,
    () => {
      if (!armed) return
      dirty = true
      window.clearTimeout(timer)
      timer = window.setTimeout(() => void flush(), PAUSE_MS)
    },
    { deep: true },
  )

  function put(): Promise<void> {
    dirty = false
    const text = writeDraft(form.value, mark)
    const of = typeof caseId === 'function' ? caseId() : caseId
    // A list of which nobody is chosen holds nothing to keep.
    if (of === null) return chain
    chain = chain.then(async () => {
      try {
        const saved = await door({ ask: 'save_draft', draft: id.value, kind, case: of, form: text })
        id.value = saved.id
        savedAt.value = saved.saved_at
        problem.value = null
      } catch (thrown) {
        dirty = true
        problem.value = asProblem(thrown)
      }
    })
    return chain
  }
  function flush(): Promise<void> {
    window.clearTimeout(timer)
    return armed && dirty ? put() : chain
  }
  /** Begins to watch; from an earlier draft, or anew. */
  function start(from: Draft | null) {
    id.value = from?.id ?? null
    savedAt.value = from?.saved_at ?? null
    armed = true
  }
  /** Saves now even if nothing changed, so that `savedAt` is the phone's present time. */
  function stamp(): Promise<void> {
    window.clearTimeout(timer)
    return put()
  }
  /** The draft became a record (or was dropped): nothing more is saved. */
  function stop() {
    armed = false
    dirty = false
    window.clearTimeout(timer)
  }
  /** Its user wants another one: it is out of sight, and kept a while. */
  async function setAside(): Promise<void> {
    await flush()
    const of = typeof caseId === 'function' ? caseId() : caseId
    if (id.value !== null && of !== null) {
      const text = writeDraft(form.value, { ...mark, dropped: true })
      await door({ ask: 'save_draft', draft: id.value, kind, case: of, form: text })
    }
    stop()
    id.value = null
    savedAt.value = null
  }
  async function drop(): Promise<void> {
    stop()
    await chain
    if (id.value !== null) await door({ ask: 'drop_draft', draft: id.value })
    id.value = null
    savedAt.value = null
  }
  const release = onLeaving(flush)
  onBeforeUnmount(() => {
    void flush()
    release()
  })
  return { id, savedAt, problem, start, stamp, flush, stop, drop, setAside }
}

/** The draft of a form that is found again: gone on with, begun anew, or moved up to the rules of now. */
export function useResumed<F extends object>(
  kind: Form,
  caseId: CaseId | (() => CaseId | null),
  form: Ref<F>,
  anew: () => F,
  mark: DraftMark = {},
) {
  const draft = useDraft(kind, caseId, form, mark)
  const resumed = ref<Draft | null>(null)
  /** The form as it was left, or a blank; from now on each change is kept. */
  async function begin(old: Draft | null): Promise<void> {
    form.value = old === null ? anew() : readDraft(old.form, anew())
    resumed.value = old
    await nextTick()
    draft.start(old)
  }
  async function startOver(): Promise<void> {
    try {
      await draft.setAside()
      await begin(null)
    } catch (thrown) {
      draft.problem.value = asProblem(thrown)
    }
  }
  /** It became a record: the next one begins as a blank. */
  async function clear(): Promise<void> {
    await draft.drop()
    await begin(null)
  }
  /** 改用现行规则: the draft then counts under the rules of now. */
  async function moveUp(): Promise<void> {
    if (resumed.value === null) return
    try {
      resumed.value = await door({ ask: 'move_draft_up', draft: resumed.value.id })
    } catch (thrown) {
      draft.problem.value = asProblem(thrown)
    }
  }
  return { ...draft, resumed, begin, startOver, clear, moveUp }
}

/** That what is typed is not on the phone yet, and what to do. */
export const sayNotKept = (problem: Problem): string => common.colon(words.draftNotSaved, sayProblem(problem.shape).remedy)
