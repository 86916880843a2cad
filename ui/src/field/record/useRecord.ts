import { computed, nextTick, onBeforeUnmount, reactive, ref, shallowRef, type Ref } from 'vue'
import { useRoute } from 'vue-router'
import { asProblem, door, Problem } from '../../common/backend'
import type { CaseId } from '../../common/bindings/CaseId'
import type { Draft } from '../../common/bindings/Draft'
import type { DraftId } from '../../common/bindings/DraftId'
import type { OpenedRecord } from '../../common/bindings/OpenedRecord'
import type { Person } from '../../common/bindings/Person'
import type { Saved } from '../../common/bindings/Saved'
import { beijing, parseDay, zhMoment } from '../../common/dates'
import { app } from '../../common/words/app'
import { form as words } from '../../common/words/form'
import { sayProblem } from '../../common/words/problem'
import { fresh, hush, refresh, say } from '../app'
import { sayNotKept, useResumed } from '../draft'
import { draftOf } from '../draftText'
import { goBack } from '../router'
import { common } from '../../common/words/common'
import { recorded } from '../../common/language'
import { dayOf, happenedAt, isLate, lateNote, type Base, type FormSpec } from './base'

/** Where a form goes another way than the others. */
export interface Way<F extends Base> {
  /** What the blank rests on beside the person. */
  load?: () => Promise<void>
  /** What a new record waits for before it is saved; gives a word on what could not be had. */
  first?: (form: F, today: string) => Promise<string | null>
  /** A request of its own, instead of `record`; the draft ends with it. */
  send?: (form: F, draft: DraftId | null) => Promise<Saved>
  /** Where saving leads; one step back, where it is not said. */
  done?: (saved: Saved, form: F) => void
}

/**
 * One record of a form: the person, the draft that is kept on each change, the fact, the faults by field.
 * `?mend=EVENT` opens an own record instead of a blank, and saves what differs.
 */
export function useRecord<F extends Base>(caseId: CaseId, spec: FormSpec<F>, way: Way<F> = {}) {
  const query = useRoute().query
  const mended = typeof query['mend'] === 'string' ? query['mend'] : null
  const person = ref<Person | null>(null)
  const form = ref({} as F) as Ref<F>
  const opened = ref<OpenedRecord | null>(null)
  const loadProblem = ref<Problem | null>(null)
  const problem = ref<Problem | null>(null)
  const busy = ref(false)
  /** A draft of a record that can no longer be mended: what was written is shown, not lost. */
  const stale = ref<Draft | null>(null)
  const blank = shallowRef<() => F>(() => ({}) as F)
  const mark = { what: spec.what ?? null, mend: mended }
  const draft = useResumed(spec.form, caseId, form, () => blank.value(), mark)
  let left = false
  onBeforeUnmount(() => (left = true))
  const today = computed(() => person.value?.page.ribbon.today ?? '')
  const late = computed(
    () => opened.value === null && person.value !== null && isLate(form.value, today.value, person.value.late_after_days),
  )

  /** A blank of today, or of the day the way here names. */
  function anew(of: Person): F {
    const day = query['day']
    const blank = spec.blank(of)
    return typeof day === 'string' && parseDay(day) !== null ? { ...blank, day } : blank
  }

  async function open(of: Person, event: string): Promise<OpenedRecord> {
    try {
      return await door({ ask: 'open_record', case: caseId, event })
    } catch (thrown) {
      stale.value = draftOf(of.drafts, spec.form, mark)
      throw thrown
    }
  }
  async function read(): Promise<void> {
    loadProblem.value = null
    try {
      const [got] = await Promise.all([door({ ask: 'person', case: caseId }), way.load?.()])
      const was = mended === null ? null : await open(got, mended)
      blank.value = () => {
        const fresh = anew(got)
        if (was === null) return fresh
        return { ...spec.fromFact(was.fact, fresh), ...dayOf(was.happened_at), mendReason: recorded(words).mendReasonPreset }
      }
      opened.value = was
      const begun = draft.begin(draftOf(got.drafts, spec.form, mark))
      person.value = got
      await begun
    } catch (thrown) {
      loadProblem.value = asProblem(thrown)
    }
  }
  void read()

  /** Lets go of a draft that leads nowhere any more. */
  async function dropStale(): Promise<void> {
    const draft = stale.value?.id
    if (draft !== undefined) await door({ ask: 'drop_draft', draft }).catch(() => undefined)
    goBack()
  }

  /** The instant it happened; that of a record to be mended stays while its day and part do. */
  function at(now: string): string {
    const was = opened.value
    if (was === null) return happenedAt(form.value, now)
    const old = dayOf(was.happened_at)
    const moved = old.day !== form.value.day || old.part !== form.value.part
    return moved ? happenedAt({ ...form.value }, `${beijing(was.happened_at).day}T00:00:00+08:00`) : was.happened_at
  }

  /** The fact, and what its act makes beside it. */
  function record(now: string): Promise<Saved> {
    const happened_at = at(now)
    const fact = spec.toFact(form.value, now)
    const note = late.value ? lateNote(form.value.late, spec.evidence?.(form.value)) : null
    const { before = [], after = [] } = spec.beside?.(form.value, now) ?? {}
    if (before.length + after.length === 0)
      return door({ ask: 'record', case: caseId, happened_at, fact, draft: draft.id.value, late: note })
    const it = { happened_at, fact, late: note, about_it: false }
    return door({
      ask: 'record_act',
      case: caseId,
      parts: {
        before: before.map((other) => ({ happened_at, fact: other, late: note, about_it: false })),
        it,
        after: after.map((other) => ({ happened_at: now, fact: other, late: null, about_it: other.kind === 'paper_filled' && other.about === null })),
      },
      draft: draft.id.value,
    })
  }

  async function put(): Promise<void> {
    const lacking = spec.lacks?.(form.value) ?? null
    if (lacking !== null) throw new Problem({ code: 'field_missing', field: lacking, wait_seconds: null, figure: null })
    if (opened.value !== null) {
      await door({
        ask: 'mend',
        case: caseId,
        event: opened.value.event,
        happened_at: at(''),
        fact: spec.toFact(form.value, ''),
        reason: form.value.mendReason,
      })
      await draft.drop().catch(() => undefined)
      goBack()
      say(words.mended)
      return
    }
    const without = (await way.first?.(form.value, today.value)) ?? null
    await draft.stamp()
    if (draft.problem.value) throw draft.problem.value
    const saved = await (way.send?.(form.value, draft.id.value) ?? record(draft.savedAt.value ?? ''))
    if (way.send) await draft.drop().catch(() => undefined)
    draft.stop()
    // Who left while it waited asked for it to be saved, and is elsewhere now.
    if (!left) (way.done ?? goBack)(saved, form.value)
    say(without === null ? app.saved : common.said(app.saved, without), saved.event)
  }

  async function save(): Promise<void> {
    busy.value = true
    problem.value = null
    // A 撤销 that still stands there is of another record.
    hush()
    try {
      await put()
      fresh.value += 1
      await refresh()
    } catch (thrown) {
      problem.value = asProblem(thrown)
      await nextTick()
      document.querySelector('[aria-invalid=true], .field-error, .problem')?.scrollIntoView({ block: 'center' })
    } finally {
      busy.value = false
    }
  }

  /** The sentence of the problem, beside the field it speaks of; on a mended record, what is contested. */
  function fault(...fields: string[]): string | null {
    const p = problem.value
    if (p !== null && p.field !== null && fields.includes(p.field)) return sayProblem(p.shape).remedy
    return opened.value?.marked.some((path) => fields.includes(path)) ? words.marked : null
  }
  const note = computed(() => {
    if (draft.problem.value) return sayNotKept(draft.problem.value)
    if (draft.savedAt.value) return words.draftSaved(zhMoment(draft.savedAt.value, today.value))
    return opened.value === null ? undefined : words.mendWhy
  })
  const mending = computed(() => opened.value !== null)
  return reactive({
    kind: spec.form, person, form, today, loadProblem, problem, busy, late, note, mending, stale,
    resumed: draft.resumed, startOver: draft.startOver, moveUp: draft.moveUp, read, dropStale, save, fault,
  })
}

export type RecordOf<F extends Base> = ReturnType<typeof useRecord<F>>
