import { computed, nextTick, onBeforeUnmount, reactive, ref, type Ref } from 'vue'
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
import { useDraft } from '../draft'
import { goBack } from '../router'
import { common } from '../../common/words/common'
import { recorded } from '../../common/language'
import { dayOf, happenedAt, isLate, lateNote, readDraft, whatOf, type Base, type FormSpec } from './base'

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
  const mended = query['mend']
  const person = ref<Person | null>(null)
  const form = ref({} as F) as Ref<F>
  const opened = ref<OpenedRecord | null>(null)
  const reason = ref<string>(recorded(words).mendReasonPreset)
  const loadProblem = ref<Problem | null>(null)
  const problem = ref<Problem | null>(null)
  const busy = ref(false)
  const resumed = ref<Draft | null>(null)
  const draft = useDraft(spec.form, caseId, form)
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

  const named = (of: F): F => (spec.what === undefined ? of : { ...of, what: spec.what })
  async function read(): Promise<void> {
    loadProblem.value = null
    try {
      const [got] = await Promise.all([door({ ask: 'person', case: caseId }), way.load?.()])
      const blank = anew(got)
      if (typeof mended === 'string') {
        const was = await door({ ask: 'open_record', case: caseId, event: mended })
        form.value = { ...spec.fromFact(was.fact, blank), ...dayOf(was.happened_at) }
        opened.value = was
        person.value = got
        return
      }
      const old = got.drafts.find((d) => d.kind === spec.form && (spec.what ?? null) === whatOf(d.form)) ?? null
      form.value = named(old ? readDraft(old.form, blank) : blank)
      resumed.value = old
      person.value = got
      await nextTick()
      draft.start(old)
    } catch (thrown) {
      loadProblem.value = asProblem(thrown)
    }
  }
  void read()

  /** 改用现行规则: the draft then counts under the rules of now. */
  async function moveUp(): Promise<void> {
    if (resumed.value === null) return
    try {
      resumed.value = await door({ ask: 'move_draft_up', draft: resumed.value.id })
    } catch (thrown) {
      problem.value = asProblem(thrown)
    }
  }

  async function startOver(): Promise<void> {
    if (person.value === null) return
    await draft.drop()
    form.value = named(anew(person.value))
    resumed.value = null
    await nextTick()
    draft.start(null)
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
        reason: reason.value,
      })
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
    if (opened.value !== null) return words.mendWhy
    if (draft.problem.value) return common.colon(words.draftNotSaved, sayProblem(draft.problem.value.shape).remedy)
    return draft.savedAt.value ? words.draftSaved(zhMoment(draft.savedAt.value, today.value)) : undefined
  })
  const mending = computed(() => opened.value !== null)
  return reactive({
    kind: spec.form, person, form, today, reason, loadProblem, problem, busy, resumed, late, note, mending,
    read, startOver, moveUp, save, fault,
  })
}

export type RecordOf<F extends Base> = ReturnType<typeof useRecord<F>>
