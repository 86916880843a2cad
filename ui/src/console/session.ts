import { computed, ref } from 'vue'
import type { LoginRequest } from '../common/bindings/console/LoginRequest'
import type { Me } from '../common/bindings/console/Me'
import type { Right } from '../common/bindings/console/Right'
import { api, setCsrf } from './api'

/** Who is logged in. Lives in memory only; the cookie is the server's and unreadable here. */
export const me = ref<Me | null>(null)
export const today = computed(() => me.value?.today ?? '')
/** Whether the user has the right, or any of them. */
export const can = (right: Right | readonly Right[]): boolean =>
  (typeof right === 'string' ? [right] : right).some((one) => me.value?.rights.includes(one) ?? false)

let lastUser = ''
const onOtherUser: (() => void)[] = []

/** What was typed by one user must not be shown to the next one. */
export function forgetForOthers(act: () => void): void {
  onOtherUser.push(act)
}

function settle(answer: Me): Me {
  if (lastUser !== '' && lastUser !== answer.user) onOtherUser.forEach((act) => act())
  lastUser = answer.user
  setCsrf(answer.csrf)
  me.value = answer
  return answer
}

export async function logIn(request: LoginRequest): Promise<Me> {
  return settle(await api.login(request))
}

/** The session of a page that was loaded anew. */
export async function restore(): Promise<Me> {
  return settle(await api.me())
}

export function endSession(): void {
  me.value = null
  setCsrf('')
}

export async function logOut(): Promise<void> {
  try {
    await api.logout()
  } finally {
    onOtherUser.forEach((act) => act())
    endSession()
  }
}
