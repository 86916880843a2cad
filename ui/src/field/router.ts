import type { Component } from 'vue'
import { createRouter, createWebHashHistory, type RouteLocationNormalized, type RouteRecordRaw } from 'vue-router'
import type { Form } from '../common/bindings/Form'
import { closeTopLayer, saveDrafts } from '../common/back'
import TodayScreen from './today/TodayScreen.vue'

/** A form of one person: its name is its path. */
function record(name: Form | 'fill_paper', component: () => Promise<Component>, more: Record<string, string> = {}): RouteRecordRaw[] {
  const props = (to: RouteLocationNormalized) => ({ id: String(to.params['id']), ...more })
  return [{ path: `/${name}/:id`, name, component, props }]
}

/** Tabs carry the bottom bar; the first screen is in the first bundle, the rest comes when asked for. */
const routes: RouteRecordRaw[] = [
  { path: '/', name: 'tasks', component: TodayScreen, meta: { tab: 'tasks' } },
  { path: '/people', name: 'people', component: () => import('./people/PeopleTab.vue'), meta: { tab: 'people' } },
  { path: '/me', name: 'me', component: () => import('./me/MeScreen.vue'), meta: { tab: 'me' } },
  { path: '/person/:id', name: 'person', component: () => import('./person/PersonScreen.vue'), props: true },
  { path: '/person/:id/papers', name: 'papers', component: () => import('./papers/PapersScreen.vue'), props: true },
  { path: '/person/:id/paper/:paper', name: 'paper', component: () => import('./papers/PaperScreen.vue'), props: true },
  { path: '/visit/:id', name: 'visit', component: () => import('./visit/VisitScreen.vue'), props: true },
  { path: '/tests', name: 'tests', component: () => import('./tests/RosterScreen.vue') },
  { path: '/refusal/:id', name: 'refusal', component: () => import('./tests/RefusalScreen.vue'), props: true },
  { path: '/hand-in', name: 'hand-in', component: () => import('./me/HandInScreen.vue') },
  ...record('report', () => import('./report/ReportScreen.vue')),
  ...record('guidance', () => import('./support/GuidanceScreen.vue')),
  ...(['counselling', 'support', 'other_measure'] as const).flatMap((form) =>
    record(form, () => import('./support/SupportScreen.vue'), { form }),
  ),
  ...record('assessment', () => import('./assessment/AssessmentScreen.vue')),
  ...record('absence', () => import('./away/AbsenceScreen.vue')),
  ...record('leave', () => import('./away/LeaveScreen.vue')),
  ...record('leave_return', () => import('./away/ReturnScreen.vue')),
  ...record('leave_approval', () => import('./away/ApprovalScreen.vue')),
  ...record('telling', () => import('./telling/TellingScreen.vue')),
  ...record('overdue_notice', () => import('./lateness/OverdueNoticeScreen.vue')),
  ...record('lateness', () => import('./lateness/LatenessScreen.vue')),
  ...record('group', () => import('./group/GroupScreen.vue')),
  ...record('fill_paper', () => import('./papers/FillScreen.vue')),
  { path: '/about', name: 'about', component: () => import('./me/AboutScreen.vue') },
  { path: '/pin', name: 'pin', component: () => import('./me/ChangePinScreen.vue') },
  { path: '/admonition/:id', name: 'admonition', component: () => import('./breach/AdmonitionScreen.vue'), props: true },
  { path: '/test-notices', name: 'test_notice', component: () => import('./tests/NoticesScreen.vue') },
  { path: '/other-test/:id/:what', name: 'other-test', component: () => import('./tests/OtherTestScreen.vue'), props: true },
  { path: '/test-result/:id', name: 'test-result', component: () => import('./tests/ResultScreen.vue'), props: true },
  { path: '/follows/:id/:event', name: 'follows', component: () => import('./tests/FollowsScreen.vue'), props: true },
  { path: '/uploads', name: 'uploads', component: () => import('./uploads/UploadsScreen.vue') },
  { path: '/:rest(.*)*', redirect: '/' },
]

const history = createWebHashHistory()
/** True while the browser itself is going back, as opposed to a tap on a link. */
let popping = false
history.listen((_to, _from, info) => {
  popping = info.direction === 'back'
})

export const router = createRouter({ history, routes, scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 } })

router.beforeEach(async () => {
  const back = popping
  popping = false
  if (back && closeTopLayer()) return false
  await saveDrafts()
  return true
})

/** 返回: one step back, or to the tasks where the screen was opened directly. */
export function goBack(): void {
  if (window.history.state && (window.history.state as { back?: string | null }).back) router.back()
  else void router.replace('/')
}
