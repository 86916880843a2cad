import { ref, watch } from 'vue'
import { groups, type GroupId } from './menu'

/* Which groups of the menu are open: remembered on this computer, and opened for whoever goes to a page of theirs. */
const store = 'console.menu-open'
/** What a day's work is in. */
const atFirst: readonly GroupId[] = ['work', 'persons', 'registers']

export function readOpen(kept: string | null): Set<GroupId> {
  if (kept === null) return new Set(atFirst)
  const known = kept.split(' ')
  return new Set(groups.map((group) => group.id).filter((id) => known.includes(id)))
}

function remembered(): Set<GroupId> {
  try {
    return readOpen(localStorage.getItem(store))
  } catch {
    return readOpen(null)
  }
}

export const openGroups = ref(remembered())
watch(openGroups, (open) => {
  try {
    localStorage.setItem(store, [...open].join(' '))
  } catch {
    // Only as at first next time.
  }
})

export function toggleGroup(id: GroupId): void {
  const open = new Set(openGroups.value)
  if (!open.delete(id)) open.add(id)
  openGroups.value = open
}

export function openGroup(id: GroupId): void {
  if (!openGroups.value.has(id)) openGroups.value = new Set([...openGroups.value, id])
}
