import { computed, ref, watch } from 'vue'
import { door } from '../../common/backend'
import type { Form } from '../../common/bindings/Form'
import { doorstep as words } from '../../common/words/doorstep'
import { state, take } from '../app'

/** 门口模式: the phone itself answers about one form of one person alone; the page shows no more, under a neutral name. */
export const atDoorstep = computed(() => state.value?.doorstep ?? false)
/** Forms filled in with the person, as the phone has them. */
export const formsAtDoor: readonly Form[] = ['visit', 'report', 'guidance', 'counselling', 'support', 'telling', 'overdue_notice']
/** What lies open, while it lasts. */
export const visited = ref<{ id: string; form: Form } | null>(null)
/** Whether a screen belongs to it; what is told is read there, too. */
export function isOpenAtDoor(name: unknown): boolean {
  const form = visited.value?.form
  return form !== undefined && (name === form || (form === 'telling' && (name === 'papers' || name === 'paper')))
}

/** The PIN is asked for; the form below waits as it is. */
export const ending = ref(false)

export async function enterDoorstep(id: string, form: Form): Promise<void> {
  take(await door({ ask: 'enter_doorstep', case: id, form }))
  visited.value = { id, form }
}
export async function leaveDoorstep(pin: string): Promise<void> {
  take(await door({ ask: 'leave_doorstep', pin }))
  visited.value = null
  ending.value = false
}

/** The name of the window and the marks of the page follow the mode. */
export function wearDoorstep(): void {
  watch(
    atDoorstep,
    (at) => {
      ending.value = false
      document.title = at ? words.name : words.realName
      if (at) document.documentElement.dataset['doorstep'] = 'yes'
      else delete document.documentElement.dataset['doorstep']
    },
    { immediate: true },
  )
}
