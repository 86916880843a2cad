import { onBeforeUnmount, onMounted, ref, watch } from 'vue'
import { commandOf, nextRow, type Command } from './keys'

const store = 'console.single-keys'
function remembered(): boolean {
  try {
    return localStorage.getItem(store) !== 'off'
  } catch {
    return true
  }
}

/** Single-key shortcuts can be turned off (WCAG 2.1.4): speech input and shaky hands set them off. */
export const singleKeys = ref(remembered())
watch(singleKeys, (on) => {
  try {
    localStorage.setItem(store, on ? 'on' : 'off')
  } catch {
    // Only asked again next time.
  }
})

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
}

export const overlay = (): boolean =>
  [...document.querySelectorAll<HTMLElement>('[role=dialog]')].some((d) => d.getClientRects().length > 0)

export function moveRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')].filter((r) => r.getClientRects().length > 0)
  const active = document.activeElement
  // A row may have several of them: the one that is focused, before any of its row.
  const exact = rows.findIndex((r) => r === active)
  const at = exact >= 0 ? exact : rows.findIndex((r) => active !== null && r.closest('tr, li')?.contains(active) === true)
  const row = rows[nextRow(at, step, rows.length)]
  row?.focus()
  row?.scrollIntoView({ block: 'nearest' })
}

/** A page's own search box if it has one, else the one of the top bar. */
export function focusSearch(): void {
  const box =
    document.querySelector<HTMLInputElement>('main [data-search] input') ??
    document.querySelector<HTMLInputElement>('[data-search] input')
  box?.focus()
  box?.select()
}

function save(): void {
  const dialog = [...document.querySelectorAll<HTMLElement>('[role=dialog]')].find((d) => d.getClientRects().length > 0)
  const form = (dialog ?? document.querySelector('main'))?.querySelector('form')
  form?.requestSubmit()
}

/** Listens while the frame is shown; `help` and `menu` are the frame's own. */
export function useKeys(frameDoes: { help: () => void; menu: (key: string) => void }): void {
  const run = (command: Command) => {
    switch (command.do) {
      case 'search':
        return focusSearch()
      case 'help':
        return frameDoes.help()
      case 'row':
        return moveRow(command.step)
      case 'menu':
        return frameDoes.menu(command.key)
      case 'save':
        return save()
    }
  }
  const listen = (event: KeyboardEvent) => {
    const command = commandOf(event, isTyping(event.target), singleKeys.value)
    if (!command || event.defaultPrevented) return
    if (overlay() && command.do !== 'save' && command.do !== 'help') return
    event.preventDefault()
    run(command)
  }
  onMounted(() => document.addEventListener('keydown', listen))
  onBeforeUnmount(() => document.removeEventListener('keydown', listen))
}
