import type { IconName } from '../../common/components/icons'
import type { Right } from '../../common/bindings/console/Right'
import { frame } from '../words/frame'

export interface MenuItem {
  /** One digit or letter; `j` and `k` are the rows'. */
  key: string
  path: string
  text: string
  icon: IconName
  /** Any of these. */
  right: Right | readonly Right[]
}

export type GroupId = keyof typeof frame.groups

export interface MenuGroup {
  id: GroupId
  title: string
  items: readonly MenuItem[]
}

/** The left menu by what is worked on. A key once learned stays; a new one is the first letter of its pinyin where that is free. */
export const groups: readonly MenuGroup[] = [
  {
    id: 'work',
    title: frame.groups.work,
    items: [
      { key: '1', path: '/workbench', text: frame.workbench, icon: 'home', right: 'see_persons' },
      { key: '3', path: '/inbox', text: frame.inbox, icon: 'check', right: 'review' },
      { key: 'q', path: '/clocks', text: frame.clocks, icon: 'clock', right: 'see_persons' },
      { key: 'e', path: '/decisions', text: frame.decisions, icon: 'tasks', right: ['open_case', 'approve_decisions'] },
      { key: 'l', path: '/deadlines', text: frame.deadlines, icon: 'clock', right: 'see_persons' },
    ],
  },
  {
    id: 'persons',
    title: frame.groups.persons,
    items: [
      { key: '2', path: '/persons', text: frame.persons, icon: 'people', right: 'see_persons' },
      { key: 'd', path: '/register/order', text: frame.order, icon: 'report', right: 'open_case' },
      { key: 'b', path: '/registers/intake', text: frame.intake, icon: 'tasks', right: 'see_persons' },
      { key: 'c', path: '/registers/pick_ups', text: frame.pickUps, icon: 'next', right: 'see_persons' },
      { key: '4', path: '/register/report-in', text: frame.reportIn, icon: 'check', right: 'open_case' },
      { key: '5', path: '/register/agreement', text: frame.agreement, icon: 'draft', right: 'open_case' },
      { key: 'y', path: '/registers/lateness', text: frame.lateness, icon: 'notice', right: 'see_persons' },
      { key: 's', path: '/registers/uploads', text: frame.uploads, icon: 'cloudUp', right: 'see_persons' },
      { key: 'w', path: '/handovers', text: frame.handovers, icon: 'people', right: 'see_persons' },
      { key: 't', path: '/transfers', text: frame.transfers, icon: 'next', right: 'transfer_case' },
      { key: 'o', path: '/parcels', text: frame.parcels, icon: 'next', right: 'transfer_case' },
      { key: 'g', path: '/sealed', text: frame.sealed, icon: 'lock', right: 'see_persons' },
    ],
  },
  {
    id: 'registers',
    title: frame.groups.registers,
    items: [{ key: 'z', path: '/registers/tests', text: frame.registers, icon: 'tasks', right: 'see_persons' }],
  },
  {
    id: 'office',
    title: frame.groups.office,
    items: [
      { key: '9', path: '/office', text: frame.office, icon: 'people', right: 'keep_office' },
      { key: 'p', path: '/draws', text: frame.draws, icon: 'test', right: 'keep_office' },
      { key: '0', path: '/calendar', text: frame.calendar, icon: 'clock', right: 'keep_office' },
      { key: '-', path: '/readings', text: frame.readings, icon: 'why', right: 'keep_office' },
      { key: 'f', path: '/layouts', text: frame.layouts, icon: 'draft', right: 'keep_office' },
    ],
  },
  {
    id: 'evidence',
    title: frame.groups.evidence,
    items: [
      { key: '6', path: '/devices', text: frame.devices, icon: 'phone', right: 'see_devices' },
      { key: '7', path: '/capsule', text: frame.capsule, icon: 'cloudUp', right: 'open_case' },
      { key: 'h', path: '/quarantine', text: frame.quarantine, icon: 'why', right: 'open_case' },
      { key: '8', path: '/missing', text: frame.missing, icon: 'notice', right: 'see_persons' },
    ],
  },
  {
    id: 'system',
    title: frame.groups.system,
    items: [
      { key: 'r', path: '/people', text: frame.people, icon: 'me', right: 'keep_people' },
      { key: 'u', path: '/openings', text: frame.openings, icon: 'notice', right: ['open_urgently', 'review_openings'] },
      { key: 'a', path: '/audit', text: frame.audit, icon: 'lock', right: 'see_audit' },
      { key: 'v', path: '/app-floor', text: frame.appFloor, icon: 'phone', right: 'keep_app_floor' },
    ],
  },
]

/** Every page of the menu, from the top. */
export const menu: readonly MenuItem[] = groups.flatMap((group) => group.items)
