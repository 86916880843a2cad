import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'
import { onSessionEnd, Refused } from './api'
import { endSession, me, restore } from './session'
import { frame } from './words/frame'

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    /** Shown without a session. */
    open?: boolean
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: '/workbench' },
  { path: '/login', name: 'login', component: () => import('./login/LoginPage.vue'), meta: { title: frame.login, open: true } },
  { path: '/workbench', component: () => import('./workbench/WorkbenchPage.vue'), meta: { title: frame.workbench } },
  { path: '/persons', component: () => import('./persons/PersonsPage.vue'), meta: { title: frame.persons } },
  { path: '/persons/:id', component: () => import('./file/PersonFilePage.vue'), props: true, meta: { title: frame.file } },
  { path: '/register/order', component: () => import('./register/OrderPage.vue'), meta: { title: frame.order } },
  { path: '/register/report-in', component: () => import('./register/ReportInPage.vue'), meta: { title: frame.reportIn } },
  { path: '/register/agreement', component: () => import('./register/AgreementPage.vue'), meta: { title: frame.agreement } },
  { path: '/devices', component: () => import('./devices/DevicesPage.vue'), meta: { title: frame.devices } },
  { path: '/:rest(.*)', component: () => import('./shell/NotFoundPage.vue'), meta: { title: frame.notFound } },
]

/** Addresses live behind `#`, so that the server need not know the console's pages. */
export const router = createRouter({ history: createWebHashHistory(), routes })

router.beforeEach(async (to) => {
  if (to.meta.open || me.value) return true
  try {
    await restore()
    return true
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
