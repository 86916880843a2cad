import type { AcceptedMany } from '../common/bindings/console/AcceptedMany'
import type { AcceptRequest } from '../common/bindings/console/AcceptRequest'
import type { AgreementRequest } from '../common/bindings/console/AgreementRequest'
import type { AppFloorRequest } from '../common/bindings/console/AppFloorRequest'
import type { AppFloorView } from '../common/bindings/console/AppFloorView'
import type { AlertAnswer } from '../common/bindings/console/AlertAnswer'
import type { AuditAlert } from '../common/bindings/console/AuditAlert'
import type { AuditPage } from '../common/bindings/console/AuditPage'
import type { AuditQuery } from '../common/bindings/console/AuditQuery'
import type { BlanksQuery } from '../common/bindings/console/BlanksQuery'
import type { BlanksView } from '../common/bindings/console/BlanksView'
import type { ChangedSinceUpload } from '../common/bindings/console/ChangedSinceUpload'
import type { ClockPage } from '../common/bindings/console/ClockPage'
import type { ClocksQuery } from '../common/bindings/console/ClocksQuery'
import type { DeskDraft } from '../common/bindings/console/DeskDraft'
import type { KeepDraftRequest } from '../common/bindings/console/KeepDraftRequest'
import type { StepRequest } from '../common/bindings/console/StepRequest'
import type { UploadSheet } from '../common/bindings/console/UploadSheet'
import type { DossierView } from '../common/bindings/console/DossierView'
import type { IssueRequest } from '../common/bindings/console/IssueRequest'
import type { LayoutRow } from '../common/bindings/console/LayoutRow'
import type { PackRequest } from '../common/bindings/console/PackRequest'
import type { PaperDraft } from '../common/bindings/console/PaperDraft'
import type { PaperNumbered } from '../common/bindings/console/PaperNumbered'
import type { PaperRequest } from '../common/bindings/console/PaperRequest'
import type { PapersView } from '../common/bindings/console/PapersView'
import type { PrintRequest } from '../common/bindings/console/PrintRequest'
import type { PrintedPages } from '../common/bindings/console/PrintedPages'
import type { ServeRequest } from '../common/bindings/console/ServeRequest'
import type { WithdrawPaperRequest } from '../common/bindings/console/WithdrawPaperRequest'
import type { ParcelReceiptRequest } from '../common/bindings/console/ParcelReceiptRequest'
import type { ParcelRequest } from '../common/bindings/console/ParcelRequest'
import type { Parcels } from '../common/bindings/console/Parcels'
import type { ParcelTaken } from '../common/bindings/console/ParcelTaken'
import type { PasswordRequest } from '../common/bindings/console/PasswordRequest'
import type { TransferRequest } from '../common/bindings/console/TransferRequest'
import type { Transfers } from '../common/bindings/console/Transfers'
import type { AsOfView } from '../common/bindings/console/AsOfView'
import type { CalendarView } from '../common/bindings/console/CalendarView'
import type { EducationRequest } from '../common/bindings/console/EducationRequest'
import type { Imagined } from '../common/bindings/console/Imagined'
import type { NoticePreview } from '../common/bindings/console/NoticePreview'
import type { NoticeRequest } from '../common/bindings/console/NoticeRequest'
import type { OfficeView } from '../common/bindings/console/OfficeView'
import type { PostRequest } from '../common/bindings/console/PostRequest'
import type { QualificationRequest } from '../common/bindings/console/QualificationRequest'
import type { ReadingRequest } from '../common/bindings/console/ReadingRequest'
import type { Readings } from '../common/bindings/console/Readings'
import type { RulePreview } from '../common/bindings/console/RulePreview'
import type { UsersRequest } from '../common/bindings/console/UsersRequest'
import type { WhatIfAnswer } from '../common/bindings/console/WhatIfAnswer'
import type { DeadlineMonth } from '../common/bindings/console/DeadlineMonth'
import type { DeadlinesQuery } from '../common/bindings/console/DeadlinesQuery'
import type { DeviceRow } from '../common/bindings/console/DeviceRow'
import type { DutyKey } from '../common/bindings/console/DutyKey'
import type { Explanation } from '../common/bindings/console/Explanation'
import type { DrawList } from '../common/bindings/console/DrawList'
import type { DrawRequest } from '../common/bindings/console/DrawRequest'
import type { Draws } from '../common/bindings/console/Draws'
import type { HandIn } from '../common/bindings/console/HandIn'
import type { HeldRow } from '../common/bindings/console/HeldRow'
import type { DecisionRequest } from '../common/bindings/console/DecisionRequest'
import type { DecideRequest } from '../common/bindings/console/DecideRequest'
import type { Decisions } from '../common/bindings/console/Decisions'
import type { DecisionSheet } from '../common/bindings/console/DecisionSheet'
import type { DecisionTaken } from '../common/bindings/console/DecisionTaken'
import type { ProposalAnswerRequest } from '../common/bindings/console/ProposalAnswerRequest'
import type { Caseload } from '../common/bindings/console/Caseload'
import type { HandoverRequest } from '../common/bindings/console/HandoverRequest'
import type { Handovers } from '../common/bindings/console/Handovers'
import type { HandoverStepRequest } from '../common/bindings/console/HandoverStepRequest'
import type { MasterField } from '../common/bindings/console/MasterField'
import type { MasterRequest } from '../common/bindings/console/MasterRequest'
import type { Consequence } from '../common/bindings/console/Consequence'
import type { Inbox } from '../common/bindings/console/Inbox'
import type { InboxQuery } from '../common/bindings/console/InboxQuery'
import type { IssueQuery } from '../common/bindings/console/IssueQuery'
import type { IssueView } from '../common/bindings/console/IssueView'
import type { SettleRequest } from '../common/bindings/console/SettleRequest'
import type { WithdrawRequest } from '../common/bindings/console/WithdrawRequest'
import type { InviteRequest } from '../common/bindings/console/InviteRequest'
import type { LoginRequest } from '../common/bindings/console/LoginRequest'
import type { Me } from '../common/bindings/console/Me'
import type { MissingRow } from '../common/bindings/console/MissingRow'
import type { OpenCaseRequest } from '../common/bindings/console/OpenCaseRequest'
import type { OpenedUrgently } from '../common/bindings/console/OpenedUrgently'
import type { OpeningRow } from '../common/bindings/console/OpeningRow'
import type { OpenUrgentlyRequest } from '../common/bindings/console/OpenUrgentlyRequest'
import type { UnlockCode } from '../common/bindings/console/UnlockCode'
import type { UnlockCodeRequest } from '../common/bindings/console/UnlockCodeRequest'
import type { PairingCode } from '../common/bindings/console/PairingCode'
import type { PersonList } from '../common/bindings/console/PersonList'
import type { PersonView } from '../common/bindings/console/PersonView'
import type { PersonsQuery } from '../common/bindings/console/PersonsQuery'
import type { Problem } from '../common/bindings/console/Problem'
import type { ProblemCode } from '../common/bindings/console/ProblemCode'
import type { ReadRow } from '../common/bindings/console/ReadRow'
import type { RecordReviewRequest } from '../common/bindings/console/RecordReviewRequest'
import type { Recorded } from '../common/bindings/console/Recorded'
import type { Register } from '../common/bindings/console/Register'
import type { RegisterCount } from '../common/bindings/console/RegisterCount'
import type { RegisterPage } from '../common/bindings/console/RegisterPage'
import type { RegisterQuery } from '../common/bindings/console/RegisterQuery'
import type { ReportInRequest } from '../common/bindings/console/ReportInRequest'
import type { SealedPage } from '../common/bindings/console/SealedPage'
import type { SealedQuery } from '../common/bindings/console/SealedQuery'
import type { SealedRow } from '../common/bindings/console/SealedRow'
import type { UnsealingAnswerRequest } from '../common/bindings/console/UnsealingAnswerRequest'
import type { UnsealingRequest } from '../common/bindings/console/UnsealingRequest'
import type { ReviewRequest } from '../common/bindings/console/ReviewRequest'
import type { SavedView } from '../common/bindings/console/SavedView'
import type { SetUpDone } from '../common/bindings/console/SetUpDone'
import type { SetUpLook } from '../common/bindings/console/SetUpLook'
import type { SetUpRequest } from '../common/bindings/console/SetUpRequest'
import type { SetUpView } from '../common/bindings/console/SetUpView'
import type { SetupLinkShown } from '../common/bindings/console/SetupLinkShown'
import type { StaffRow } from '../common/bindings/console/StaffRow'
import type { UserStepRequest } from '../common/bindings/console/UserStepRequest'
import type { Workbench } from '../common/bindings/console/Workbench'
import { isProblemCode } from '../common/words/problem'

/** A refusal of the server, or of the line to it. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code)
  }
}

const problemOf = (code: ProblemCode): Problem => ({ code, field: null, wait_seconds: null, figure: null })

let csrf = ''
let clockAhead = 0
let sessionEnded: () => void = () => undefined

/** Sent with every change from now on; empty when nobody is logged in. */
export function setCsrf(token: string): void {
  csrf = token
}

/** Called when the server says that nobody is logged in. */
export function onSessionEnd(act: () => void): void {
  sessionEnded = act
}

/** Milliseconds since 1970 by the server's clock, as far as its last answer told: this PC's own may be wrong. */
export function serverNow(): number {
  return Date.now() - clockAhead
}

async function answerOf(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' }
  const isFile = body instanceof Blob
  if (body !== undefined) headers['content-type'] = isFile ? 'application/octet-stream' : 'application/json'
  if (method === 'POST' && csrf !== '') headers['guihang-csrf'] = csrf
  let answer: Response
  try {
    answer = await fetch(`/api${path}`, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
    })
  } catch {
    throw new Refused(problemOf('offline'))
  }
  const said = Date.parse(answer.headers.get('date') ?? '')
  // The header has whole seconds, cut off: half a second is its mean error.
  if (!Number.isNaN(said)) clockAhead = Date.now() - said - 500
  if (answer.ok) return answer
  const problem = await problemIn(answer)
  if (problem.code === 'not_logged_in') sessionEnded()
  throw new Refused(problem)
}

async function ask<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
  const answer = await answerOf(method, path, body)
  return answer.status === 204 ? (undefined as T) : ((await answer.json()) as T)
}

/** A question answered with a file. */
async function fileOf(path: string, body: unknown): Promise<Blob> {
  const answer = await answerOf('POST', path, body)
  try {
    return await answer.blob()
  } catch {
    throw new Refused(problemOf('offline'))
  }
}

async function problemIn(answer: Response): Promise<Problem> {
  try {
    const said = (await answer.json()) as Partial<Problem>
    if (isProblemCode(said.code))
      return {
        code: said.code,
        field: said.field ?? null,
        wait_seconds: said.wait_seconds ?? null,
        figure: said.figure ?? null,
      }
  } catch {
    // A proxy's page, not ours: fall through.
  }
  return problemOf(answer.status === 401 ? 'not_logged_in' : answer.status === 404 ? 'not_found' : 'server_busy')
}

const get = <T>(path: string): Promise<T> => ask<T>('GET', path)
const post = <T>(path: string, body?: unknown): Promise<T> => ask<T>('POST', path, body)
const id = encodeURIComponent

/** A query string of what is asked for; empty where it is nothing. */
function asked(query: object): string {
  const given = Object.entries(query).flatMap(([name, value]: [string, unknown]) => (value === null || value === undefined || value === '' ? [] : [[name, String(value)]]))
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}

/** Every route the console uses; `server/src/view.rs` says what each means. */
export const api = {
  login: (request: LoginRequest) => post<Me>('/login', request),
  logout: () => post<void>('/logout'),
  me: () => get<Me>('/me'),
  workbench: () => get<Workbench>('/workbench'),
  persons: (query: Partial<PersonsQuery>) => get<PersonList>(`/persons${asked(query)}`),
  registers: () => get<RegisterCount[]>('/registers'),
  register: (register: Register, query: RegisterQuery) => get<RegisterPage>(`/registers/${id(register)}${asked(query)}`),
  deadlines: (query: DeadlinesQuery) => get<DeadlineMonth>(`/deadlines${asked(query)}`),
  views: () => get<SavedView[]>('/views'),
  keepViews: (views: SavedView[]) => post<void>('/views', views),
  person: (caseId: string) => get<PersonView>(`/persons/${id(caseId)}`),
  explain: (caseId: string, key: DutyKey) => {
    const search = new URLSearchParams({ kind: key.kind })
    if (key.window !== null) search.set('window', String(key.window))
    return get<Explanation>(`/persons/${id(caseId)}/explain?${search.toString()}`)
  },
  clocks: (query: ClocksQuery) => get<ClockPage>(`/clocks${asked(query)}`),
  drafts: () => get<DeskDraft[]>('/drafts'),
  keepDraft: (request: KeepDraftRequest) => post<DeskDraft>('/drafts', request),
  dropDraft: (draft: string) => post<void>(`/drafts/${id(draft)}/drop`),
  blanks: (caseId: string, query: BlanksQuery) => get<BlanksView>(`/cases/${id(caseId)}/blanks${asked(query)}`),
  step: (caseId: string, request: StepRequest) => post<Recorded>(`/cases/${id(caseId)}/steps`, request),
  upload: (caseId: string, paper: string) => get<UploadSheet>(`/cases/${id(caseId)}/upload${asked({ paper })}`),
  changedSinceUpload: () => get<ChangedSinceUpload>('/uploads/changed'),
  openCase: (request: OpenCaseRequest) => post<Recorded>('/cases', request),
  reportIn: (caseId: string, request: ReportInRequest) => post<Recorded>(`/cases/${id(caseId)}/report-in`, request),
  signAgreement: (caseId: string, request: AgreementRequest) => post<Recorded>(`/cases/${id(caseId)}/agreement`, request),
  reviewRecord: (caseId: string, request: RecordReviewRequest) => post<Recorded>(`/cases/${id(caseId)}/review`, request),
  inbox: (query: InboxQuery) => {
    const search = new URLSearchParams()
    if (query.class !== null) search.set('class', query.class)
    if (query.page !== null && query.page > 0) search.set('page', String(query.page))
    const text = search.toString()
    return get<Inbox>(text === '' ? '/inbox' : `/inbox?${text}`)
  },
  acceptMany: (request: AcceptRequest) => post<AcceptedMany>('/inbox/accept', request),
  issue: (caseId: string, query: IssueQuery) => get<IssueView>(`/cases/${id(caseId)}/issue?${new URLSearchParams({ ...query }).toString()}`),
  previewSettle: (caseId: string, request: SettleRequest) => post<Consequence>(`/cases/${id(caseId)}/issue/preview`, request),
  settle: (caseId: string, request: SettleRequest) => post<Recorded>(`/cases/${id(caseId)}/issue/settle`, request),
  withdrawSettled: (caseId: string, request: WithdrawRequest) => post<Recorded>(`/cases/${id(caseId)}/issue/withdraw`, request),
  decisions: () => get<Decisions>('/decisions'),
  decisionSheet: (caseId: string) => get<DecisionSheet>(`/cases/${id(caseId)}/decisions`),
  previewDecision: (caseId: string, request: DecideRequest) => post<WhatIfAnswer>(`/cases/${id(caseId)}/decisions/preview`, request),
  takeDecision: (caseId: string, request: DecideRequest) => post<DecisionTaken>(`/cases/${id(caseId)}/decisions`, request),
  answerProposal: (proposal: string, request: ProposalAnswerRequest) => post<DecisionTaken>(`/proposals/${id(proposal)}/settle`, request),
  idNumber: (caseId: string) => post<MasterField>(`/persons/${id(caseId)}/id-number`),
  mendMaster: (caseId: string, request: MasterRequest) => post<Recorded>(`/cases/${id(caseId)}/master`, request),
  handovers: () => get<Handovers>('/handovers'),
  caseload: (user: string) => get<Caseload>(`/handovers/of/${id(user)}`),
  beginHandover: (request: HandoverRequest) => post<string>('/handovers', request),
  stepHandover: (handover: string, request: HandoverStepRequest) => post<void>(`/handovers/${id(handover)}/step`, request),
  assign: (caseId: string, workers: string[]) => post<void>(`/cases/${id(caseId)}/workers`, { workers }),
  devices: () => get<DeviceRow[]>('/devices'),
  pairingCode: (user: string) => post<PairingCode>('/devices/pairing-codes', { user }),
  revoke: (series: string) => post<void>(`/devices/${id(series)}/revoke`),
  readings: () => get<Readings>('/readings'),
  previewReading: (request: ReadingRequest) => post<RulePreview>('/readings/preview', request),
  publishReading: (request: ReadingRequest) => post<Recorded>('/readings', request),
  calendar: () => get<CalendarView>('/calendar'),
  previewNotice: (request: NoticeRequest) => post<NoticePreview>('/calendar/preview', request),
  publishNotice: (request: NoticeRequest) => post<Recorded>('/calendar', request),
  draws: () => get<Draws>('/draws'),
  drawCandidates: (draw: string) => get<DrawList>(`/draws/${id(draw)}/candidates`),
  commitDraw: (count: number) => post<Recorded>('/draws/commit', { count }),
  draw: (request: DrawRequest) => post<Recorded>('/draws/draw', request),
  office: () => get<OfficeView>('/office'),
  holdPost: (request: PostRequest) => post<Recorded>('/office/posts', request),
  countUsers: (request: UsersRequest) => post<Recorded>('/office/users', request),
  educate: (request: EducationRequest) => post<Recorded>('/office/education', request),
  qualify: (request: QualificationRequest) => post<Recorded>('/qualifications', request),
  whatIf: (caseId: string, imagined: Imagined) => post<WhatIfAnswer>(`/persons/${id(caseId)}/what-if`, imagined),
  asOf: (caseId: string, at: string) => get<AsOfView>(`/persons/${id(caseId)}/as-of?${new URLSearchParams({ at }).toString()}`),
  staff: () => get<StaffRow[]>('/staff'),
  missing: () => get<MissingRow[]>('/attachments/missing'),
  handIn: (body: Blob) => ask<HandIn>('POST', '/capsules', body),
  quarantine: () => get<HeldRow[]>('/quarantine'),
  decide: (request: DecisionRequest) => post<void>('/quarantine/decide', request),
  addScan: (caseId: string, event: string, bytes: Blob) => post<Recorded>(`/cases/${id(caseId)}/records/${id(event)}/scans`, bytes),
  attachmentUrl: (caseId: string, digest: string) => `/api/persons/${id(caseId)}/attachments/${id(digest)}`,
  unlockCode: (series: string, request: UnlockCodeRequest) => post<UnlockCode>(`/devices/${id(series)}/unlock-code`, request),
  confirmDevice: (series: string) => post<void>(`/devices/${id(series)}/confirm`),
  invite: (request: InviteRequest) => post<SetupLinkShown>('/staff', request),
  userStep: (user: string, request: UserStepRequest) => post<SetupLinkShown | null>(`/staff/${id(user)}/step`, request),
  setUpLook: (request: SetUpLook) => post<SetUpView>('/setup', request),
  setUp: (request: SetUpRequest) => post<SetUpDone>('/setup/finish', request),
  openUrgently: (request: OpenUrgentlyRequest) => post<OpenedUrgently>('/openings', request),
  openings: () => get<OpeningRow[]>('/openings'),
  reviewOpening: (opening: string, request: ReviewRequest) => post<void>(`/openings/${id(opening)}/review`, request),
  sealed: (query: SealedQuery) => get<SealedPage>(`/sealed${asked(query)}`),
  findSealed: (number: string) => post<SealedRow>('/sealed/find', { number }),
  askUnsealing: (caseId: string, request: UnsealingRequest) => post<string>(`/cases/${id(caseId)}/unsealing`, request),
  answerUnsealing: (opening: string, request: UnsealingAnswerRequest) => post<void>(`/unsealings/${id(opening)}/settle`, request),
  audit: (query: AuditQuery) => get<AuditPage>(`/audit${asked(query)}`),
  answerAlert: (request: AlertAnswer) => post<void>('/audit/alerts/answer', request),
  auditAlerts: () => get<AuditAlert[]>('/audit/alerts'),
  appFloor: () => get<AppFloorView>('/app-floor'),
  setAppFloor: (request: AppFloorRequest) => post<void>('/app-floor', request),
  changePassword: (request: PasswordRequest) => post<void>('/me/password', request),
  transfers: () => get<Transfers>('/transfers'),
  beginTransfer: (caseId: string, request: TransferRequest) => post<void>(`/cases/${id(caseId)}/transfer`, request),
  acceptTransfer: (caseId: string) => post<void>(`/cases/${id(caseId)}/transfer/accept`),
  cancelTransfer: (caseId: string) => post<void>(`/cases/${id(caseId)}/transfer/cancel`),
  papers: (caseId: string) => get<PapersView>(`/cases/${id(caseId)}/papers`),
  paperDraft: (caseId: string, request: PaperRequest) => post<PaperDraft>(`/cases/${id(caseId)}/papers/draft`, request),
  issuePaper: (caseId: string, request: IssueRequest) => post<PaperNumbered>(`/cases/${id(caseId)}/papers/issue`, request),
  servePaper: (caseId: string, request: ServeRequest) => post<Recorded>(`/cases/${id(caseId)}/papers/serve`, request),
  withdrawPaper: (caseId: string, request: WithdrawPaperRequest) => post<Recorded>(`/cases/${id(caseId)}/papers/withdraw`, request),
  paperPages: (caseId: string, request: PrintRequest) => post<PrintedPages>(`/cases/${id(caseId)}/papers/print`, request),
  printPaper: (caseId: string, request: PrintRequest) => fileOf(`/cases/${id(caseId)}/papers/print`, request),
  dossier: (caseId: string) => get<DossierView>(`/cases/${id(caseId)}/dossier`),
  packDossier: (caseId: string, request: PackRequest) => fileOf(`/cases/${id(caseId)}/dossier/pack`, request),
  parcels: () => get<Parcels>('/parcels'),
  takeParcel: (file: Blob) => post<ParcelTaken>('/parcels', file),
  makeParcel: (caseId: string, request: ParcelRequest) => fileOf(`/cases/${id(caseId)}/parcel`, request),
  settleParcel: (caseId: string, request: ParcelReceiptRequest) => post<void>(`/cases/${id(caseId)}/parcel/receipt`, request),
  layouts: () => get<LayoutRow[]>('/layouts'),
  setLayout: (paper: string, file: Blob) => post<void>(`/layouts/${id(paper)}`, file),
  dropLayout: (paper: string) => post<void>(`/layouts/${id(paper)}/drop`),
  reads: (caseId: string) => get<ReadRow[]>(`/persons/${id(caseId)}/reads`),
}
