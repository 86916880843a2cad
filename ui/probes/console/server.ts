import { readFileSync, existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { PersonFilterLabels } from '../../src/common/bindings/labels'
import type { AcceptRequest } from '../../src/common/bindings/console/AcceptRequest'
import type { InboxClass } from '../../src/common/bindings/console/InboxClass'
import type { RecordReviewRequest } from '../../src/common/bindings/console/RecordReviewRequest'
import type { SettleRequest } from '../../src/common/bindings/console/SettleRequest'
import { classCounts, decidedRow, inboxOf, inboxRows, mixedConsequence, sheetOf } from './inboxFixtures'
import type { DecideRequest } from '../../src/common/bindings/console/DecideRequest'
import type { ProposalRow } from '../../src/common/bindings/console/ProposalRow'
import type { IssueRequest } from '../../src/common/bindings/console/IssueRequest'
import type { PaperRequest } from '../../src/common/bindings/console/PaperRequest'
import type { PrintRequest } from '../../src/common/bindings/console/PrintRequest'
import type { ServeRequest } from '../../src/common/bindings/console/ServeRequest'
import type { WithdrawPaperRequest } from '../../src/common/bindings/console/WithdrawPaperRequest'
import type { InviteRequest } from '../../src/common/bindings/console/InviteRequest'
import type { AgreementRequest } from '../../src/common/bindings/console/AgreementRequest'
import type { LoginRequest } from '../../src/common/bindings/console/LoginRequest'
import type { OpenCaseRequest } from '../../src/common/bindings/console/OpenCaseRequest'
import type { PairingCode } from '../../src/common/bindings/console/PairingCode'
import type { PersonFilter } from '../../src/common/bindings/console/PersonFilter'
import type { PersonList } from '../../src/common/bindings/console/PersonList'
import type { PersonRow } from '../../src/common/bindings/console/PersonRow'
import type { Problem } from '../../src/common/bindings/console/Problem'
import type { ProblemCode } from '../../src/common/bindings/console/ProblemCode'
import type { Register } from '../../src/common/bindings/console/Register'
import type { ReportInRequest } from '../../src/common/bindings/console/ReportInRequest'
import type { SavedView } from '../../src/common/bindings/console/SavedView'
import type { StateCount } from '../../src/common/bindings/console/StateCount'
import type { WorkersRequest } from '../../src/common/bindings/console/WorkersRequest'
import type { DeskDraft } from '../../src/common/bindings/console/DeskDraft'
import type { KeepDraftRequest } from '../../src/common/bindings/console/KeepDraftRequest'
import { blanksOf, changedSinceUpload, clockPage, clockRows, uploadSheet } from './intakeFixtures'
import type { Workbench } from '../../src/common/bindings/console/Workbench'
import { asOf, badNotice, calendar, drawList, draws, goodNotice, officeDuties, officeView, readings, rulePreview, whatIf } from './officeFixtures'
import { appFloor, auditAlerts, auditPage, transfers } from './keeperFixtures'
import { choices, deadlineMonth, pageRows, registerCounts, registerPage } from './listFixtures'
import { decisionRows, decisionSheet, proposalOf, transfersAtBothEnds } from './decisionFixtures'
import { caseload, handoversOf } from './handoverFixtures'
import { running, sealedPage, SHUT, wish } from './sealedFixtures'
import { Given, PaperDesk } from './paperFixtures'
import { parcels, parcelTaken } from './parcelFixtures'
import { NOW } from '../browser'
import { devices, duty, explanation, fileOf, finding, held, kept, me, openings, people, phone, reads, setUp, staff, today, type Known } from './fixtures'

const configFile = fileURLToPath(new URL('../../vite.config.ts', import.meta.url))
const dist = fileURLToPath(new URL('../../dist/console', import.meta.url))
const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }

const photo = '/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q=='

/** The password every probe logs in with; any six digits do. */
export const password = '例例例例-2026'

const status: Partial<Record<ProblemCode, number>> = {
  login_failed: 401, not_logged_in: 401, login_delayed: 429, csrf_failed: 403, unknown_case: 404, file_sealed: 403, not_found: 404,
  id_check_digit: 422, duplicate_id_number: 409, happened_in_future: 422,
}
class Refusal extends Error {
  readonly problem: Problem
  constructor(code: ProblemCode, more: Partial<Problem> = {}) {
    super(code)
    this.problem = { code, field: null, wait_seconds: null, figure: null, ...more }
  }
}

/** One made-up township behind `/api`, with the console's files beside it. Stands in for the server in probes only. */
export class Town {
  known: Known[] = people()
  devices = devices()
  views: SavedView[] = [{ name: '东塘村逾期', address: '/persons?filter=overdue&village=东塘村' }]
  waiting = inboxRows()
  decided = [decidedRow]
  deciding = decisionRows()
  wishes = [wish(), running]
  proposals: ProposalRow[] = []
  loggedIn = false
  user = me
  /** Seconds a pairing code lives. */
  codeSeconds = 600
  delaySeconds = 0
  /** What was posted, newest last. */
  readonly posts: { path: string; body: unknown }[] = []

  drafts: DeskDraft[] = []
  papers = new PaperDesk()

  private keepDraft(ask: KeepDraftRequest): DeskDraft {
    const kept = { draft: ask.draft ?? 'd-new', saved_at: '2026-11-24T09:01:00+08:00', content: ask.content }
    this.drafts = [kept, ...this.drafts.filter((d) => d.draft !== kept.draft)]
    return kept
  }

  private onPapers(path: string, body: unknown): unknown {
    const of: Record<string, () => unknown> = {
      draft: () => this.papers.draft(body as PaperRequest),
      issue: () => this.papers.issue(body as IssueRequest),
      serve: () => this.papers.serve(body as ServeRequest),
      withdraw: () => this.papers.withdraw(body as WithdrawPaperRequest),
      print: () => this.papers.print(body as PrintRequest),
    }
    return of[path.split('/').at(-1) ?? '']?.()
  }
  private bench(): Workbench {
    const counts: StateCount[] = []
    for (const { row } of this.known) {
      const same = counts.find((c) => c.measure === row.head.measure && c.state === row.head.state)
      if (same) same.persons += 1
      else counts.push({ measure: row.head.measure, state: row.head.state, persons: 1 })
    }
    const items = this.known.flatMap(({ row }) =>
      row.next_duty
        ? [{ case: row.head.case, name: row.head.name, village: row.head.village, measure: row.head.measure, duty: row.next_duty, workers: row.workers }]
        : [],
    )
    return {
      today,
      counts,
      clocks: clockRows(this.known).slice(0, 10),
      totals: { clocks: 24, overdue: items.filter((i) => i.duty.days_left < 0).length, due_this_week: items.filter((i) => i.duty.days_left >= 0 && i.duty.days_left <= 7).length, issues: this.known.filter((k) => k.row.issues > 0).length, remarks: 3, rechecks: 1, missed: 12, missed_windows: 24, deciding: 2 },
      overdue: items.filter((i) => i.duty.days_left < 0).sort((a, b) => a.duty.days_left - b.duty.days_left),
      due_this_week: items.filter((i) => i.duty.days_left >= 0 && i.duty.days_left <= 7).sort((a, b) => a.duty.days_left - b.duty.days_left),
      silent_devices: this.devices.filter((d) => d.series === 's-u-tian' || d.series === 's-u-shi'),
      quarantine: [
        {
          series: 's-u-tian',
          seq: 89,
          device_name: '安卓 9',
          user: { user: 'u-tian', name: '田专干', role: 'worker' },
          problem: { code: 'event_out_of_scope', field: null, wait_seconds: null, figure: null },
          received_at: '2026-11-19T17:05:10+08:00',
        },
      ],
      rechecks: [
        {
          case: 'case-8',
          name: '王例八',
          since: '2026-11-23T16:02:00+08:00',
          told: [
            { to: { user: 'u-miao', name: '苗专干', role: 'worker' }, about: 'e4', text: '2026年8月11日的逃避或拒绝检测：此前计为第1次，现计为第2次，共2次' },
            { to: { user: 'u-shi', name: '石民警', role: 'police' }, about: 'e7', text: '2026年8月8日的逃避或拒绝检测：此前未合并，现计为第1次，共2次' },
          ],
          papers: [{ event: 'e8', title: '逃避或拒绝检测第1次告诫书', issued_on: '2026-08-12' }],
          missing: ['逃避或拒绝检测第2次告诫书'],
        },
      ],
      missed: this.known
        .filter((k) => k.row.head.term_first !== null)
        .slice(0, 12)
        .map((k) => ({ case: k.row.head.case, name: k.row.head.name, findings: [finding('visit', 19, '走访'), finding('report', 20, '定期报告')], workers: k.row.workers })),
      issues: this.known.filter((k) => k.row.issues > 0).map((k) => ({ case: k.row.head.case, name: k.row.head.name, issue: { kind: 'same_visit_twice', events: ['e8', 'e9'] } })),
      remarks: this.known.slice(3, 6).map((k) => ({ case: k.row.head.case, name: k.row.head.name, issue: { kind: 'entered_late', events: ['e1'] } })),
      office: officeDuties,
      openings: openings.filter((row) => row.running || row.verdict === null),
      device_alerts: 1,
      inbox: classCounts(this.waiting),
    }
  }
  private list(asked: URLSearchParams): PersonList {
    const q = asked.get('q') ?? ''
    const filter = (asked.get('filter') as PersonFilter | null) ?? 'all'
    const page = Number(asked.get('page') ?? '1')
    const fits: Record<PersonFilter, (r: PersonRow) => boolean> = {
      all: () => true,
      overdue: (r) => r.overdue > 0,
      week: (r) => r.next_duty !== null && r.next_duty.days_left >= 0 && r.next_duty.days_left <= 7,
      registered: (r) => r.head.state === 'registered' || r.head.state === 'overdue',
      active: (r) => r.head.state === 'active',
      closed: (r) => r.head.state === 'expired',
      rehab: (r) => r.head.measure === 'rehab',
      recovery: (r) => r.head.measure === 'recovery',
      unassigned: (r) => r.workers.length === 0,
      issues: (r) => r.issues > 0,
      remarks: (r) => r.head.case === 'case-4',
      missed: (r) => r.head.term_first !== null,
      minor: (r) => r.head.listing === 'minor',
    }
    const hits = this.known
      .filter(({ row }) => (asked.get('state') ?? row.head.state) === row.head.state && (asked.get('village') ?? row.head.village) === row.head.village)
      .filter((k) => q === '' || k.py.startsWith(q) || k.row.head.name.includes(q) || k.row.head.village.includes(q))
      .map((k) => k.row)
    const matching = hits.filter(fits[filter])
    return {
      today: asked.get('as_of') ?? today,
      total: this.known.length,
      matching: matching.length,
      page,
      pages: Math.max(1, Math.ceil(matching.length / pageRows)),
      rows: matching.slice((page - 1) * pageRows, page * pageRows),
      ...choices(this.known),
      counts: (Object.keys(PersonFilterLabels) as PersonFilter[]).map((f) => ({ filter: f, persons: hits.filter(fits[f]).length })),
    }
  }
  private of(caseId: string): Known {
    const found = this.known.find((k) => k.row.head.case === caseId)
    if (!found) throw new Refusal('unknown_case')
    return found
  }
  private login(body: LoginRequest): unknown {
    if (this.delaySeconds > 0) throw new Refusal('login_delayed', { wait_seconds: this.delaySeconds })
    if (body.password !== password) throw new Refusal('login_failed')
    this.loggedIn = true
    return this.user
  }
  private openCase(body: OpenCaseRequest): unknown {
    const { person } = body.order
    if (person.id.number.endsWith('0')) throw new Refusal('id_check_digit', { field: 'number' })
    const same = this.known.find((k) => k.number === person.id.number)
    if (!body.confirm_duplicate && same) throw new Refusal('duplicate_id_number', { figure: same.row.head.case })
    const first = this.known[30]
    if (!first) throw new Refusal('not_found')
    const id = `case-${this.known.length + 1}`
    const head = { ...first.row.head, case: id, name: person.name, village: person.village, residence: person.residence, measure: body.order.measure, order_no: body.order.order_no, id_masked: '999999********001X' }
    this.known.push({ py: 'xxx', number: person.id.number, row: { ...first.row, head, workers: [] } })
    return { case: id, event: 'e-new' }
  }
  private reportIn(caseId: string, body: ReportInRequest): unknown {
    if (body.happened_at.slice(0, 10) > today) throw new Refusal('happened_in_future', { field: 'happened_at' })
    const known = this.of(caseId)
    known.row = {
      ...known.row,
      head: { ...known.row.head, state: 'active', term_first: today, term_last: '2029-11-23', year_of_term: 1 },
      next_duty: duty('agreement', null, 3),
    }
    return { case: caseId, event: 'e-in' }
  }
  private review(body: RecordReviewRequest): unknown {
    if (body.verdict !== 'accepted' && body.note.trim() === '') throw new Refusal('field_missing', { field: 'note' })
    if (body.target === 'p2') throw new Refusal('record_changed')
    this.waiting = this.waiting.filter((row) => row.issue !== null || row.records[0]?.event !== body.target)
    return { case: null, event: 'e-review' }
  }
  private acceptMany(body: AcceptRequest): unknown {
    const left = body.records.filter((one) => one.target === 'p2')
    const gone = new Set(body.records.map((one) => one.target).filter((target) => target !== 'p2'))
    this.waiting = this.waiting.filter((row) => row.issue !== null || !gone.has(row.records[0]?.event ?? ''))
    return { accepted: gone.size, left: left.map((one) => ({ target: one.target, problem: new Refusal('record_changed').problem })) }
  }
  private onIssue(path: string, body: unknown): unknown {
    if (path.endsWith('/preview')) return mixedConsequence
    if (path.endsWith('/withdraw')) this.decided = []
    if (path.endsWith('/settle')) this.waiting = this.waiting.filter((row) => row.issue?.kind !== (body as SettleRequest).issue.kind)
    return { case: null, event: 'e-settled' }
  }
  private shownProposals(): ProposalRow[] {
    return this.proposals.map((one) => ({ ...one, may_settle: this.user.role === 'leader', may_take_back: this.user.role === 'office' }))
  }
  private decide(caseId: string, body: DecideRequest): unknown {
    const two = body.form.kind === 'determination' || body.form.kind === 'ending'
    if (two) this.proposals.push(proposalOf(body))
    else this.deciding = this.deciding.filter((row) => row.case !== caseId || row.open.kind !== body.form.kind)
    return { event: two ? null : 'e-decided', proposal: two ? 'pr-1' : null }
  }
  private pairing(): PairingCode {
    return {
      code: 'F2B6-GGX5-JKAW-37MC',
      server: 'https://192.0.2.10:7443',
      check: '7K3M-0QF2-9TWA-XC5D',
      link: 'guihang://pair?example',
      qr_svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 45 45"><path fill="#fff" d="M-4-4h45v45h-45z"/><path d="M0 0h7v7H0zM30 0h7v7h-7zM0 30h7v7H0zM10 10h3v3h-3zM20 14h5v5h-5z"/></svg>',
      expires_at: new Date(NOW.getTime() + this.codeSeconds * 1000).toISOString(),
    }
  }
  /** The phone scanned the code. */
  arrive(): void {
    this.devices = [...this.devices, phone('s-new', { user: 'u-miao', name: '苗专干', role: 'worker' }, '新演示机', null, {})]
  }

  answer(method: string, url: URL, body: unknown, csrf: string | undefined): unknown {
    const [, , kind, id, what] = url.pathname.split('/').map(decodeURIComponent)
    if (method === 'POST') this.posts.push({ path: url.pathname, body })
    if (method === 'POST' && kind === 'login') return this.login(body as LoginRequest)
    if (method === 'POST' && kind === 'setup') return id === undefined ? setUp : { state: 'unconfirmed' }
    if (!this.loggedIn) throw new Refusal('not_logged_in')
    if (method === 'POST' && csrf !== me.csrf) throw new Refusal('csrf_failed')
    const route = `${method} ${[kind, ...(kind === 'devices' && what === undefined ? [id] : id === undefined ? [] : ['*']), what].filter(Boolean).join('/')}`
    switch (route) {
      case 'POST logout':
        this.loggedIn = false
        return undefined
      case 'GET me':
        return this.user
      case 'GET workbench':
        return this.bench()
      case 'GET persons':
        return this.list(url.searchParams)
      case 'GET registers':
        return registerCounts
      case 'GET registers/*':
        return registerPage(id as Register, this.known, url.searchParams)
      case 'GET clocks':
        return clockPage(this.known, url.searchParams)
      case 'GET drafts':
        return this.drafts
      case 'POST drafts':
        return this.keepDraft(body as KeepDraftRequest)
      case 'POST drafts/*/drop':
        this.drafts = this.drafts.filter((d) => d.draft !== id)
        return undefined
      case 'GET cases/*/blanks':
        return blanksOf(url.searchParams.get('paper') ?? '')
      case 'POST cases/*/steps':
        return { case: id, event: 'e-step' }
      case 'POST cases/*/records':
        return { case: id, event: 'e-scan' }
      case 'GET cases/*/upload':
        return uploadSheet
      case 'GET deadlines':
        return deadlineMonth(this.known, url.searchParams.get('month') ?? today)
      case 'GET views':
        return this.views
      case 'POST views':
        this.views = body as SavedView[]
        return undefined
      case 'GET persons/*':
        if (id === SHUT) throw new Refusal('file_sealed')
        return { ...fileOf(this.of(id ?? '')), unsealed: this.wishes.find((one) => one.case === id && one.running) ?? null }
      case 'GET persons/*/explain':
        return explanation(duty('test', 17, -9))
      case 'GET readings':
        return readings
      case 'POST readings/*':
        return rulePreview
      case 'POST readings':
        return { case: null, event: 'e-reading' }
      case 'GET calendar':
        return calendar
      case 'POST calendar/*':
        return (body as { csv: string }).csv.includes('02-30') ? badNotice : goodNotice
      case 'POST calendar':
      case 'POST office/*':
      case 'POST qualifications':
        return { case: null, event: 'e-office' }
      case 'GET draws':
        return draws
      case 'GET draws/*/candidates':
        return drawList
      case 'GET uploads/*':
        return changedSinceUpload
      case 'POST draws/*':
        return { case: null, event: 'e-draw' }
      case 'GET office':
        return officeView
      case 'POST persons/*/what-if':
        return whatIf
      case 'GET persons/*/as-of':
        return asOf(url.searchParams.get('at') ?? '', fileOf(this.of(id ?? '')).page)
      case 'POST cases':
        return this.openCase(body as OpenCaseRequest)
      case 'POST cases/*/report-in':
        return this.reportIn(id ?? '', body as ReportInRequest)
      case 'POST cases/*/agreement':
        return { case: id, event: (body as AgreementRequest).happened_at }
      case 'POST cases/*/workers':
        this.of(id ?? '').row.workers = staff.filter((s) => (body as WorkersRequest).workers.includes(s.user))
        return undefined
      case 'GET inbox':
        return inboxOf(this.waiting, this.decided, url.searchParams.get('class') as InboxClass | null, today)
      case 'POST inbox/*':
        return this.acceptMany(body as AcceptRequest)
      case 'POST cases/*/review':
        return this.review(body as RecordReviewRequest)
      case 'GET cases/*/issue':
        return sheetOf(url.searchParams.get('kind') ?? '')
      case 'POST cases/*/issue':
        return this.onIssue(url.pathname, body)
      case 'GET handovers':
        return handoversOf(this.user.role)
      case 'GET handovers/*/u-miao':
      case 'GET handovers/*/u-tian':
        return caseload
      case 'POST handovers':
        return 'h-2'
      case 'POST handovers/*/step':
      case 'POST persons/*/id-number':
        return { field: 'person.id.number', label: '证件号码', stored: '999999199001010010', masked: false, versions: [{ value: '999999199001010010', at: '2025-03-05T09:00:00+08:00', author: 'u-wen', reason: '', event: 'e1' }] }
      case 'POST cases/*/records':
        return { case: id, event: 'm3' }
      case 'POST cases/*/master':
        return route.endsWith('step') ? undefined : { case: id, event: 'm2' }
      case 'GET decisions':
        return { now: NOW.toISOString(), unsealings: this.wishes.filter((one) => one.state === 'open'), proposals: this.shownProposals(), transfers: transfersAtBothEnds, rows: this.deciding.map((row) => ({ ...row, proposed: this.proposals.some((one) => one.case === row.case && one.kind === row.open.kind) })) }
      case 'GET sealed':
        return sealedPage(this.wishes)
      case 'POST sealed/*':
        return sealedPage(this.wishes).rows[1]
      case 'POST cases/*/unsealing':
        this.wishes = [...this.wishes, wish({ opening: 'un-3', user: { user: 'u-wen', name: '文内勤', role: 'office' }, may_settle: false, may_take_back: true })]
        return 'un-3'
      case 'POST unsealings/*/settle':
        this.wishes = this.wishes.filter((one) => one.opening !== id)
        return undefined
      case 'GET cases/*/decisions':
        return decisionSheet(this.of(id ?? '').row.head.name, this.shownProposals())
      case 'POST cases/*/decisions':
        return url.pathname.endsWith('/preview') ? whatIf : this.decide(id ?? '', body as DecideRequest)
      case 'POST proposals/*/settle':
        this.proposals = []
        return { event: 'e-decided', proposal: id }
      case 'GET cases/*/papers':
        return this.papers.view(this.of(id ?? '').row.head.name)
      case 'POST cases/*/papers':
        return this.onPapers(url.pathname, body)
      case 'GET cases/*/dossier':
        return this.papers.dossier(this.of(id ?? '').row.head.name)
      case 'POST cases/*/dossier':
        return this.papers.pack()
      case 'GET parcels':
        return parcels
      case 'POST parcels':
        return parcelTaken
      case 'POST cases/*/parcel':
        return url.pathname.endsWith('/receipt') ? undefined : new Given('application/octet-stream', Buffer.from('GUIHANG-PARCEL'))
      case 'GET layouts':
        return this.papers.layouts()
      case 'POST layouts/*':
        this.papers.own.add(id ?? '')
        return undefined
      case 'POST layouts/*/drop':
        this.papers.own.delete(id ?? '')
        return undefined
      case 'GET devices':
        return this.devices
      case 'POST devices/pairing-codes':
        return this.pairing()
      case 'POST devices/*/revoke':
        this.devices = this.devices.map((d) => (d.series === id ? { ...d, revoked_at: '2026-11-24T09:00:00+08:00' } : d))
        return undefined
      case 'GET attachments/*':
        return [
          { case: 'case-8', name: '王例八', event: 'e8', author: { user: 'u-tian', name: '田专干', role: 'worker' }, device_name: '安卓 9', received_at: '2026-11-19T17:05:10+08:00', missing: 2 },
        ]
      case 'GET quarantine':
        return held
      case 'POST quarantine/*':
        return undefined
      case 'POST capsules':
        return {
          counted: 0,
          set_aside: 3,
          held_already: 12,
          attachments: 1,
          refused: [{ series: 's-u-tian', place: '16', problem: { code: 'capsule_incomplete', field: null, wait_seconds: null, figure: '16' } }],
        }
      case 'POST devices/*/confirm':
        this.devices = this.devices.map((d) => (d.series === id ? { ...d, confirmed_at: '2026-11-24T09:00:00+08:00' } : d))
        return undefined
      case 'GET staff':
        return this.user.role === 'system' ? kept : staff
      case 'POST staff':
        return { user: 'u-new', login: (body as InviteRequest).login, code: '00112233445566778899aabbccddeeff00112233', expires_at: '2026-11-27T09:00:00+08:00' }
      case 'POST staff/*/step':
        return null
      case 'GET audit':
        return url.searchParams.has('before') ? { ...auditPage, chain: null, next: null } : auditPage
      case 'GET audit/*':
        return auditAlerts
      case 'GET app-floor':
        return appFloor
      case 'POST app-floor':
      case 'POST me/*':
      case 'POST cases/*/transfer':
        return undefined
      case 'GET transfers':
        return transfers
      case 'GET openings':
        return openings
      case 'POST openings':
        return { case: 'case-8', until: '2026-11-24T13:00:00+08:00' }
      case 'POST openings/*/review':
        return undefined
      case 'GET persons/*/reads':
        return reads
      default:
        throw new Refusal('not_found')
    }
  }
}

/** Builds the console and serves it with the township that `town()` gives at each request. */
export async function serveConsole(town: () => Town): Promise<{ url: string; close: () => Promise<void> }> {
  await build({ configFile, mode: 'console', logLevel: 'warn' })
  const server = createServer((request, response) => void handle(town(), request, response))
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () => new Promise((down) => (server.closeAllConnections(), server.close(() => down()))),
  }
}

async function handle(town: Town, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://probe')
  if (!url.pathname.startsWith('/api/')) return file(url.pathname, response)
  if (/^\/api\/persons\/[^/]+\/attachments\//.test(url.pathname))
    return void response.writeHead(200, { 'content-type': 'image/jpeg' }).end(Buffer.from(photo, 'base64'))
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const text = Buffer.concat(parts).toString('utf8')
  // The town lives on its day, whatever the day of the machine.
  response.setHeader('date', NOW.toUTCString())
  const csrf = request.headers['guihang-csrf']
  try {
    const said = town.answer(request.method ?? 'GET', url, text === '' || request.headers['content-type'] !== 'application/json' ? undefined : JSON.parse(text), typeof csrf === 'string' ? csrf : undefined)
    if (said instanceof Given) response.writeHead(200, { 'content-type': said.type }).end(said.bytes)
    else if (said === undefined) response.writeHead(204).end()
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said))
  } catch (e) {
    if (!(e instanceof Refusal)) throw e
    response.writeHead(status[e.problem.code] ?? 422, { 'content-type': 'application/json' }).end(JSON.stringify(e.problem))
  }
}

function file(path: string, response: ServerResponse): void {
  const at = join(dist, normalize(path === '/' ? '/index.html' : path))
  if (!at.startsWith(dist) || !existsSync(at)) return void response.writeHead(404).end()
  response
    .writeHead(200, {
      'content-type': types[extname(at)] ?? 'application/octet-stream',
      'content-security-policy': "default-src 'self'; img-src 'self' data:",
    })
    .end(readFileSync(at))
}
