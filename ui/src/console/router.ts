import { createRouter, createWebHashHistory, type RouteLocationNormalized, type RouteRecordRaw } from 'vue-router'
import type { Right } from '../common/bindings/console/Right'
import { onSessionEnd, Refused } from './api'
import { can, endSession, me, restore } from './session'
import { stepKinds } from './register/steps'
import { menu } from './shell/menu'
import { frame } from './words/frame'
import { steps } from './words/intake'

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    /** Shown without a session. */
    open?: boolean
    /** Only for those who have it, or any of them. */
    right?: Right | readonly Right[]
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: '/workbench' },
  { path: '/login', name: 'login', component: () => import('./login/LoginPage.vue'), meta: { title: frame.login, open: true } },
  { path: '/workbench', component: () => import('./workbench/WorkbenchPage.vue'), meta: { title: frame.workbench, right: 'see_persons' } },
  { path: '/inbox', component: () => import('./inbox/InboxPage.vue'), meta: { title: frame.inbox, right: 'review' } },
  { path: '/inbox/issues/:caseId/:kind/:events', component: () => import('./inbox/IssuePage.vue'), props: true, meta: { title: frame.issue, right: 'review' } },
  { path: '/persons', component: () => import('./persons/PersonsPage.vue'), meta: { title: frame.persons, right: 'see_persons' } },
  { path: '/persons/:id', component: () => import('./file/PersonFilePage.vue'), props: true, meta: { title: frame.file, right: 'see_persons' } },
  { path: '/persons/:id/papers', component: () => import('./papers/PapersPage.vue'), props: true, meta: { title: frame.papers, right: ['open_case', 'approve_decisions'] } },
  { path: '/persons/:id/papers/draft', component: () => import('./papers/DraftPage.vue'), props: true, meta: { title: frame.paperDraft, right: ['open_case', 'approve_decisions'] } },
  { path: '/persons/:id/papers/print', component: () => import('./papers/PrintPage.vue'), props: true, meta: { title: frame.paperPrint, right: ['open_case', 'approve_decisions'] } },
  { path: '/persons/:id/dossier', component: () => import('./papers/DossierPage.vue'), props: true, meta: { title: frame.dossier, right: ['open_case', 'approve_decisions'] } },
  { path: '/layouts', component: () => import('./papers/LayoutsPage.vue'), meta: { title: frame.layouts, right: 'keep_office' } },
  { path: '/decisions', component: () => import('./decisions/DecisionsPage.vue'), meta: { title: frame.decisions } },
  { path: '/persons/:id/decide/:kind?', component: () => import('./decisions/DecidePage.vue'), props: true, meta: { title: frame.decide } },
  { path: '/registers', redirect: '/registers/tests' },
  { path: '/registers/:register', component: () => import('./registers/RegisterPage.vue'), props: true, meta: { title: frame.registers, right: 'see_persons' } },
  { path: '/clocks', component: () => import('./clocks/ClocksPage.vue'), meta: { title: frame.clocks, right: 'see_persons' } },
  { path: '/deadlines', component: () => import('./deadlines/DeadlinesPage.vue'), meta: { title: frame.deadlines, right: 'see_persons' } },
  { path: '/register/order', component: () => import('./register/OrderPage.vue'), meta: { title: frame.order, right: 'open_case' } },
  { path: '/register/report-in', component: () => import('./register/ReportInPage.vue'), meta: { title: frame.reportIn, right: 'open_case' } },
  { path: '/register/agreement', component: () => import('./register/AgreementPage.vue'), meta: { title: frame.agreement, right: 'open_case' } },
  ...stepKinds.map((kind): RouteRecordRaw => ({ path: `/register/step/${kind}`, component: () => import('./register/StepPage.vue'), props: { kind }, meta: { title: steps[kind].title, right: kind === 'upload' ? 'record_upload' : 'open_case' } })),
  { path: '/devices', component: () => import('./devices/DevicesPage.vue'), meta: { title: frame.devices, right: 'see_devices' } },
  { path: '/capsule', component: () => import('./capsule/HandInPage.vue'), meta: { title: frame.capsule, right: 'open_case' } },
  { path: '/quarantine', component: () => import('./capsule/QuarantinePage.vue'), meta: { title: frame.quarantine, right: 'open_case' } },
  { path: '/missing', component: () => import('./capsule/MissingPage.vue'), meta: { title: frame.missing, right: 'see_persons' } },
  { path: '/office', component: () => import('./office/OfficePage.vue'), meta: { title: frame.office, right: 'keep_office' } },
  { path: '/draws', component: () => import('./draws/DrawsPage.vue'), meta: { title: frame.draws, right: 'keep_office' } },
  { path: '/calendar', component: () => import('./calendar/CalendarPage.vue'), meta: { title: frame.calendar, right: 'keep_office' } },
  { path: '/readings', component: () => import('./readings/ReadingsPage.vue'), meta: { title: frame.readings, right: 'keep_office' } },
  { path: '/handovers', component: () => import('./handover/HandoverPage.vue'), meta: { title: frame.handovers, right: 'see_persons' } },
  { path: '/people', component: () => import('./people/PeoplePage.vue'), meta: { title: frame.people, right: 'keep_people' } },
  { path: '/openings', component: () => import('./openings/OpeningsPage.vue'), meta: { title: frame.openings } },
  { path: '/sealed', component: () => import('./sealed/SealedPage.vue'), meta: { title: frame.sealed, right: 'see_persons' } },
  { path: '/transfers', component: () => import('./transfers/TransfersPage.vue'), meta: { title: frame.transfers, right: 'transfer_case' } },
  { path: '/parcels', component: () => import('./parcels/ParcelsPage.vue'), meta: { title: frame.parcels, right: 'transfer_case' } },
  { path: '/audit', component: () => import('./audit/AuditPage.vue'), meta: { title: frame.audit, right: 'see_audit' } },
  { path: '/app-floor', component: () => import('./people/AppFloorPage.vue'), meta: { title: frame.appFloor, right: 'keep_app_floor' } },
  { path: '/me/password', component: () => import('./me/PasswordPage.vue'), meta: { title: frame.password } },
  { path: '/setup/:code', component: () => import('./setup/SetupPage.vue'), props: true, meta: { title: frame.setup, open: true } },
  { path: '/no-right', component: () => import('./shell/NoRightPage.vue'), meta: { title: frame.noRight } },
  { path: '/:rest(.*)', component: () => import('./shell/NotFoundPage.vue'), meta: { title: frame.notFound } },
]

/** Addresses live behind `#`, so that the server need not know the console's pages. */
export const router = createRouter({ history: createWebHashHistory(), routes })

/** Whoever may not see the workbench starts at the first page of the menu that is theirs. */
function allowed(to: RouteLocationNormalized): true | string {
  if (to.meta.right === undefined || can(to.meta.right)) return true
  const own = to.path === '/workbench' ? menu.find((item) => can(item.right)) : undefined
  return own?.path ?? '/no-right'
}

router.beforeEach(async (to) => {
  if (to.meta.open) return true
  if (me.value) return allowed(to)
  try {
    await restore()
    return allowed(to)
  } catch (e) {
    const why = e instanceof Refused && e.problem.code === 'offline' ? { why: 'offline' } : {}
    return { name: 'login', query: { ...(to.fullPath === '/workbench' ? {} : { next: to.fullPath }), ...why } }
  }
})

router.afterEach((to) => {
  document.title = to.meta.title === undefined ? frame.appName : `${to.meta.title} · ${frame.appName}`
})

onSessionEnd(() => {
  const had = me.value !== null
  endSession()
  const at = router.currentRoute.value
  if (had && !at.meta.open) void router.replace({ name: 'login', query: { next: at.fullPath, why: 'expired' } })
})
