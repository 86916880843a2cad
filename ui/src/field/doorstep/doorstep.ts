import { computed, ref, watch } from 'vue'
import { door } from '../../common/backend'
import { doorstep as words } from '../../common/words/doorstep'
import { state, take } from '../app'

/** 门口模式: the phone itself answers about one visit alone; the page shows no more, under a neutral name. */
export const atDoorstep = computed(() => state.value?.doorstep ?? false)
/** Whose visit it is, while it lasts. */
export const visited = ref<string | null>(null)

/** The PIN is asked for; the form below waits as it is. */
export const ending = ref(false)

export async function enterDoorstep(id: string): Promise<void> {
  take(await door({ ask: 'enter_doorstep', case: id }))
  visited.value = id
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
