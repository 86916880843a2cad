import type { DoorReply } from './bindings/DoorReply'
import type { DoorRequest } from './bindings/DoorRequest'
import type { Problem as ProblemShape } from './bindings/Problem'
import { isProblemCode } from './words/problem'

/** What went wrong, with its stable code. Screens never match on text. */
export class Problem extends Error {
  constructor(readonly shape: ProblemShape) {
    super(shape.code)
    this.name = 'Problem'
  }
  get code() {
    return this.shape.code
  }
  get field() {
    return this.shape.field
  }
}

const bare = (code: ProblemShape['code']): Problem =>
  new Problem({ code, field: null, wait_seconds: null, figure: null })

/** Anything thrown, as a `Problem`. What is not one of ours means that the store could not answer. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  if (typeof thrown === 'string') {
    try {
      return asProblem(JSON.parse(thrown) as unknown)
    } catch {
      return bare('store_failed')
    }
  }
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && isProblemCode(thrown.code)) {
    const t = thrown as Partial<ProblemShape> & { code: ProblemShape['code'] }
    return new Problem({
      code: t.code,
      field: t.field ?? null,
      wait_seconds: t.wait_seconds ?? null,
      figure: t.figure ?? null,
    })
  }
  return bare('store_failed')
}

/** Which reply answers which request. */
type ReplyTo = {
  state: 'state'
  scan: 'scanned'
  pair: 'state'
  set_pin: 'state'
  unlock: 'state'
  take_office_code: 'state'
  use_biometric: 'state'
  drop_biometric: 'state'
  unlock_by_biometric: 'state'
  lock: 'state'
  change_pin: 'state'
  set_idle: 'state'
  enter_doorstep: 'state'
  leave_doorstep: 'state'
  today: 'today'
  people: 'people'
  cards: 'cards'
  person: 'person'
  papers: 'papers'
  paper: 'paper'
  explain: 'explanation'
  what_if: 'what_if'
  snooze: 'saved'
  save_draft: 'draft'
  move_draft_up: 'draft'
  drop_draft: 'done'
  record: 'saved'
  record_act: 'saved'
  record_result: 'saved'
  open_record: 'opened'
  mend: 'saved'
  roster: 'roster'
  open_test_session: 'roster'
  close_test_session: 'roster'
  test_notices: 'test_notices'
  start_strip: 'roster'
  drop_strip: 'roster'
  breaches: 'breaches'
  follows: 'follows'
  record_test: 'saved'
  record_refusal: 'saved'
  undo: 'done'
  read_notices: 'done'
  month: 'month'
  uploads: 'uploads'
  about: 'about'
  add_attachment: 'attachment'
  picture: 'picture'
  send_attachments_now: 'state'
  set_send_attachments: 'uploads'
  hand_in: 'capsule'
  save_capsule: 'capsule'
  hand_in_frame: 'frame'
  sync_now: 'state'
  set_look: 'state'
}
type With<K extends DoorReply['reply']> = Extract<DoorReply, { reply: K }> extends { with: infer W } ? W : null
export type Answer<A extends DoorRequest['ask']> = With<ReplyTo[A]>

/** The window's own bridge where the shell is Tauri; the same door over HTTP in a plain browser. */
async function send(request: DoorRequest): Promise<DoorReply> {
  if ('__TAURI_INTERNALS__' in window) {
    const { invoke } = await import('@tauri-apps/api/core')
    return invoke<DoorReply>('door', { request })
  }
  let answer: Response
  try {
    answer = await fetch('/door', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
    })
  } catch {
    throw bare('store_failed')
  }
  const body = (await answer.json()) as unknown
  if (!answer.ok) throw asProblem(body)
  return body as DoorReply
}

/** Asks the one door. Every failure is a `Problem`. */
export async function door<R extends DoorRequest>(request: R): Promise<Answer<R['ask']>> {
  try {
    const reply = await send(request)
    return ('with' in reply ? reply.with : null) as Answer<R['ask']>
  } catch (thrown) {
    throw asProblem(thrown)
  }
}
