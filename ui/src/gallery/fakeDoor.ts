import type { Attachment } from '../common/bindings/Attachment'
import type { AppState } from '../common/bindings/AppState'
import type { Draft } from '../common/bindings/Draft'
import type { DoorReply } from '../common/bindings/DoorReply'
import type { DoorRequest } from '../common/bindings/DoorRequest'
import type { PersonHead } from '../common/bindings/PersonHead'
import type { Problem } from '../common/bindings/Problem'
import type { ProblemCode } from '../common/bindings/ProblemCode'
import type { SyncState } from '../common/bindings/SyncState'
import type { UploadRow } from '../common/bindings/UploadRow'
import { addDays } from '../common/dates'
import { language, textSize, theme } from '../common/look'
import { paperOf, papersOf } from './papers'
import { forms, openedOf } from './forms'
import { breachesOf, draftOf, followsOf, noticesFor, rosterOf, withTests } from './tests'
import { duty, heads, noticesOf, personOf, TODAY } from './people'

/* Stands in for the phone's store in the gallery only: answers from invented people, remembers nothing on disk. */

/** The nth invented person. */
function head(n: number): PersonHead {
  return heads[n] ?? (heads[0] as PersonHead)
}
/** As many as a large town has; each under a name of its own. */
const MANY = 500
function many(of: readonly PersonHead[]): PersonHead[] {
  return Array.from({ length: MANY }, (_, i) => {
    const like = of[i % of.length] as PersonHead
    return { ...like, case: `c${i + 1}`, name: `${like.name}${i + 1}` }
  })
}
const PIXEL = '/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q=='
const QR =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 45 45"><path fill="#fff" d="M-4-4h45v45h-45z"/><path d="M0 0h7v7H0zM30 0h7v7h-7zM0 30h7v7H0zM10 10h3v3h-3zM20 14h5v5h-5z"/></svg>'
const photo: Attachment = { id: 'sha256:0', bytes: 204_800, media: 'image/jpeg', purpose: 'photo' }
const NOW = `${TODAY}T09:41:00+08:00`
const problem = (code: ProblemCode, more: Partial<Problem> = {}): Problem => ({
  code,
  field: null,
  wait_seconds: null,
  figure: null,
  ...more,
})

export function fakeDoor(scene: string): (request: DoorRequest) => DoorReply {
  const police = /^(tests|test-result|other-|follows)/.test(scene)
  const offline = scene === 'uploads-offline' || scene.startsWith('tests')
  /** Nothing has come from the office yet. */
  const first = scene.endsWith('-first')
  const sync: SyncState = {
    unsent: offline ? 3 : scene === 'today' ? 2 : 0,
    quarantined: scene === 'uploads' || scene === 'me' ? 1 : 0,
    returned: scene === 'uploads-returned' ? 1 : 0,
    attachments: scene === 'uploads' ? 2 : 0,
    online: !offline,
    last_success: first ? null : `${TODAY}T09:40:00+08:00`,
    problem: scene === 'uploads-offline' ? problem('offline') : null,
    running: scene === 'today-first',
    update: scene === 'about-wanted' ? 'wanted' : scene === 'about-required' ? 'required' : 'none',
  }
  const state: AppState = {
    gate: scene.startsWith('pair') ? 'unpaired' : scene.startsWith('set-pin') ? 'needs_pin' : scene.startsWith('locked') ? 'locked' : 'open',
    user_name: scene.startsWith('pair') ? null : '专干 戊五',
    role: police ? 'police' : scene.startsWith('cards') ? 'medical' : 'worker',
    township_name: scene.startsWith('pair') ? null : '演示镇',
    pin_wait_seconds: scene === 'locked-delayed' ? 300 : 0,
    pin_tries_left: 3,
    lockout_number: scene === 'locked-office' ? '417 300 258' : null,
    sync: scene.startsWith('locked') ? null : sync,
    capsule: scene.startsWith('locked') || scene === 'hand-in' ? 2 : 0,
    idle_minutes: 5,
    biometric: scene === 'locked-finger' ? 'on' : scene.startsWith('me') ? 'off' : 'absent',
    doorstep: scene === 'locked-doorstep' || scene === 'doorstep-rest',
    lapsed: scene.startsWith('lapsed'),
    look: { theme: theme.value, text_size: textSize.value, language: language.value, long_pin: scene.includes('long-pin'), place_stamp: scene === 'me-place' },
    strips: [],
    app_version: '0.1.0',
    demo_device: true,
    forms: forms(police ? 'police' : 'worker'),
    fingerprint: '4821 0937 5512',
  }
  const roster = rosterOf(scene)
  const people = (first ? [] : scene === 'people-many' ? many(heads) : heads).map((person, i) => ({
    person,
    next: i === 6 ? null : duty(i % 2 ? 'test' : 'visit', i - 1),
    overdue: i === 0 ? 2 : 0,
  }))
  const upload = (event: string, at: number, state: UploadRow['state'], p: Problem | null = null): UploadRow => ({
    event,
    case: `c${at + 1}`,
    person_name: heads[at]?.name ?? '',
    kind: at % 2 ? 'test' : 'visit',
    summary: at % 2 ? '定期 · 尿液 · 阴性' : '入户 · 本人 · 配合',
    recorded_at: `${TODAY}T09:3${at}:00+08:00`,
    state,
    problem: p,
    attachments: state === 'incomplete' ? 2 : 0,
    attachments_received: state === 'incomplete' ? 1 : 0,
    arrival: null,
    review:
      state === 'returned' || state === 'accepted'
        ? {
            event: 'e90',
            verdict: state,
            note: state === 'returned' ? (at % 2 ? '没写服药情况，请说明。' : '没写邻居意见，请补写。') : '',
            fields: state === 'returned' ? [at % 2 ? 'remarks' : 'notes'] : [],
            by: 'u9',
            at: NOW,
            author: 'u1',
            waits_again: false,
          }
        : null,
    mend: state === 'accepted' ? null : at % 2 ? 'test' : 'visit',
  })
  const uploads: UploadRow[] =
    scene === 'uploads-none'
      ? []
      : [
          upload('e5', 0, 'quarantined', problem('event_out_of_scope')),
          ...(scene === 'uploads-returned' ? [upload('e11', 0, 'returned'), upload('e13', 1, 'returned'), upload('e12', 4, 'accepted')] : []),
          upload('e3', 2, 'contradicted'),
          upload('e6', 1, 'saved'),
          upload('e8', 4, 'incomplete'),
          upload('e7', 3, 'uploaded'),
        ]

  /** In a scene of this name the door keeps what is begun, and locks, for as long as the page is open. */
  const keeps = scene.includes('kept')
  const kept = new Map<string, Draft>()
  const begun = (of?: string) => [...kept.values()].filter((draft) => of === undefined || draft.case === of)
  function keep({ draft, kind, case: of, form }: Extract<DoorRequest, { ask: 'save_draft' }>): Draft {
    const id = draft ?? `d${kept.size + 10}`
    const saved = { id, kind, case: of, person_name: heads.find((h) => h.case === of)?.name ?? '', saved_at: NOW, form, rule_version: '2026-01', rules_changed: false }
    if (keeps) kept.set(id, saved)
    return saved
  }
  function gate(to: AppState['gate']): DoorReply {
    if (keeps) state.gate = to
    return { reply: 'state', with: { ...state } }
  }

  return (request) => {
    switch (request.ask) {
      case 'pair':
        throw problem('pairing_code_expired')
      case 'unlock_by_biometric':
        throw problem('biometric_refused')
      case 'use_biometric':
        throw problem('pin_wrong', { figure: '3' })
      case 'unlock':
        if (keeps) return gate('open')
        throw problem('pin_wrong', { figure: '3' })
      case 'lock':
        return gate('locked')
      case 'take_office_code':
        throw problem('office_code_wrong')
      case 'set_pin':
        throw problem('pin_weak')
      case 'set_look':
        state.look = request.look
        return { reply: 'state', with: state }
      case 'enter_doorstep':
        state.doorstep = true
        return { reply: 'state', with: state }
      case 'state':
      case 'drop_biometric':
      case 'change_pin':
      case 'set_idle':
      case 'leave_doorstep':
      case 'sync_now':
      case 'send_attachments_now':
        return { reply: 'state', with: state }
      case 'today':
        if (scene === 'today-broken') throw problem('store_failed')
        if (state.lapsed) throw problem('lease_lapsed')
        return {
          reply: 'today',
          with: {
            today: TODAY,
            rows:
              first || scene === 'today-empty'
                ? []
                : [
                    { person: head(0), duty: duty('test', -3), snooze_last: null },
                    { person: head(1), duty: duty('visit', -1), snooze_last: null },
                    { person: head(2), duty: duty('visit', 0), snooze_last: null },
                    { person: head(6), duty: duty('visit', 0), snooze_last: null },
                    { person: head(4), duty: duty('report_in', 4, null), snooze_last: addDays(TODAY, 3) },
                    { person: head(3), duty: duty('test', 12), snooze_last: addDays(TODAY, 3) },
                    { person: head(5), duty: duty('visit', 40), snooze_last: addDays(TODAY, 3) },
                    {
                      person: head(5),
                      duty: { ...duty('report', 2), snooze: { until: addDays(TODAY, 1), reason: '本人生病住院', by: 'u1' } },
                      snooze_last: addDays(TODAY, 2),
                    },
                  ],
            notices: scene === 'today-notices' ? noticesOf(head(0).name).filter((n) => n.read_at === null) : [],
            drafts: keeps ? begun() : scene === 'today' ? personOf('c1').drafts : draftOf(scene, head(0)),
            overdue: 2,
            due_today: 2,
            due_this_week: 3,
          },
        }
      case 'people':
        return { reply: 'people', with: scene === 'people-none' || (state.lapsed && request.query === '') ? [] : people.filter((r) => r.person.name.includes(request.query)) }
      case 'cards':
        return {
          reply: 'cards',
          with: heads
            .filter((h) => h.name.includes(request.query))
            .map((h, i) => ({
              case: h.case,
              name: h.name,
              village: h.village,
              residence: h.residence,
              phone: h.phone,
              tasks: i === 0 ? [duty('visit', 6)] : [],
              day: TODAY,
            })),
        }
      case 'person':
        return { reply: 'person', with: { ...withTests(scene, personOf(request.case)), ...(keeps ? { drafts: begun(request.case) } : {}), ...(scene === 'person-notices' ? {} : { notices: [] }) } }
      case 'papers':
        return { reply: 'papers', with: scene === 'papers-none' ? { ...papersOf(head(0).name), rows: [] } : papersOf(head(0).name) }
      case 'paper':
        return { reply: 'paper', with: paperOf(request.paper.paper, head(0).name) }
      case 'explain':
        return {
          reply: 'explanation',
          with: {
            duty: duty(request.duty.kind, -3),
            clause_text: '演示条文：第二年起，每两个月至少检测一次。',
            readings: [{ label: 'RD-06', value: '报到当日为期限第一日', event: null }],
            inputs: [
              { label: '报到日', value: '2025年9月10日', event: 'e1' },
              { label: '措施', value: '社区戒毒', event: null },
            ],
            steps: ['第 13 期从第 12 个月起，到第 14 个月前一日止', '2026-09-10 至 2026-11-21'],
            calendar_rows: [],
            rule_version: '2026.1',
            questions: [],
            revisions: [],
            paragraph: '演示说明：从报到日 2025年9月10日算起，这一期到 2026年11月21日为止，期内还没有有效检测。',
          },
        }
      case 'what_if':
        return {
          reply: 'what_if',
          with: {
            at: '2026-12-20',
            state_before: 'active',
            state: 'suspended',
            changes: [
              { what: '期限最后一天', before: '2028-09-09', after: '2028-09-19' },
              { what: '检测第13期', before: '2026-09-10至2026-11-21 进行中', after: '2026-09-10至2026-12-01 进行中' },
              { what: '释放后联系（2026-12-20）', before: '', after: '2026-12-23 待办' },
            ],
            papers: [{ name: '释放后联系记录', to: '本人', due: '2026-12-23' }],
          },
        }
      case 'save_draft':
        return { reply: 'draft', with: keep(request) }
      case 'move_draft_up':
        return { reply: 'draft', with: { ...(personOf('c1').drafts[0] as Draft), rules_changed: false } }
      case 'open_record':
        if (scene === 'visit-stale') throw problem('record_accepted')
        return { reply: 'opened', with: openedOf(request.event) }
      case 'mend':
        return { reply: 'saved', with: { event: request.event, state: 'saved' } }
      case 'snooze':
      case 'record':
      case 'record_act':
      case 'record_result':
        if (scene === 'visit-refused') throw problem('field_missing', { field: 'notes' })
        if (scene === 'report-refused') throw problem('field_missing', { field: 'rehabilitation' })
        return { reply: 'saved', with: { event: 'e9', state: 'saved' } }
      case 'record_test':
      case 'record_refusal': {
        const row = roster.rows.find((r) => r.person.case === request.case)
        if (row) row.strip = null
        if (row) row.done = request.ask === 'record_test' ? '阴性 09:41' : '拒绝检测 09:41'
        return { reply: 'saved', with: { event: 'e9', state: 'saved' } }
      }
      case 'breaches':
        return { reply: 'breaches', with: breachesOf(scene, head(0).name) }
      case 'follows':
        return { reply: 'follows', with: followsOf(scene, head(0).name) }
      case 'test_notices':
        return { reply: 'test_notices', with: noticesFor() }
      case 'start_strip': {
        const row = roster.rows.find((r) => r.person.case === request.case)
        if (row) row.strip = { case: request.case, started_at: NOW, ready_at: `${TODAY}T09:46:00+08:00` }
        return { reply: 'roster', with: roster }
      }
      case 'drop_strip':
        return { reply: 'roster', with: roster }
      case 'roster':
      case 'open_test_session':
      case 'close_test_session':
        return { reply: 'roster', with: roster }
      case 'uploads':
      case 'set_send_attachments':
        return {
          reply: 'uploads',
          with: {
            sync,
            rows: uploads,
            store_bytes: 4_718_592,
            attachments_wait: scene === 'uploads' ? 'wifi' : 'nothing',
            attachment_bytes: 612_000,
            send_attachments: 'unmetered',
            tally: { pushed: 4, accepted: 3, duplicate: 0, quarantined: 1 },
          },
        }
      case 'about':
        return {
          reply: 'about',
          with: {
            app_version: state.app_version,
            schema: 14,
            protocol: 2,
            update: sync.update,
            versions: first ? null : { wanted: scene === 'about' ? '' : '0.2.0', required: scene === 'about-required' ? '0.2.0' : '' },
            storage: { store_bytes: 4_718_592, attachment_bytes: 3_145_728, received_bytes: 2_533_728, free_mib: 5_312 },
          },
        }
      case 'month':
        return {
          reply: 'month',
          with: {
            first: `${TODAY.slice(0, 8)}01`,
            records: 23,
            rows: [
              { kind: 'test', owed: 6, done: 4 },
              { kind: 'visit', owed: 12, done: 9 },
              { kind: 'report', owed: 12, done: 11 },
            ],
          },
        }
      case 'add_attachment':
        return { reply: 'attachment', with: photo }
      case 'picture':
        return { reply: 'picture', with: { attachment: photo, data: PIXEL } }
      case 'scan':
        return { reply: 'scanned', with: null }
      case 'save_capsule':
      case 'hand_in':
        return { reply: 'capsule', with: { file_name: '归航记录.guihang', data: 'AA==', records: 2, frames: 3, saved_as: null } }
      case 'hand_in_frame':
        return { reply: 'frame', with: { index: request.index, total: 3, text: 'GH1', qr_svg: QR } }
      case 'drop_draft':
        kept.delete(request.draft)
        return { reply: 'done' }
      case 'undo':
      case 'read_notices':
        return { reply: 'done' }
    }
  }
}

/** Answers `/door` in the page itself. */
export function installFakeDoor(scene: string): void {
  const answer = fakeDoor(scene)
  const real = window.fetch.bind(window)
  window.fetch = async (input, init) => {
    if (input !== '/door') return real(input, init)
    try {
      return Response.json(answer(JSON.parse(String(init?.body)) as DoorRequest))
    } catch (thrown) {
      return Response.json(thrown, { status: 422 })
    }
  }
}
