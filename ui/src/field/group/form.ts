import type { GroupMember } from '../../common/bindings/GroupMember'
import { GroupMemberLabels } from '../../common/bindings/labels'
import type { Member } from '../../common/bindings/Member'
import type { Person } from '../../common/bindings/Person'
import { base, orNull, type Base, type FormSpec } from '../record/base'

export interface MemberForm {
  member: GroupMember
  name: string
  phone: string
}
export interface GroupForm extends Base {
  rows: MemberForm[]
}

const kinds = Object.keys(GroupMemberLabels) as GroupMember[]
const written = (rows: readonly MemberForm[]) => rows.filter((row) => row.name.trim() !== '')
const read = (members: readonly Member[]): MemberForm[] =>
  members.map(({ member, name, phone }) => ({ member, name, phone: phone ?? '' }))

/** Those who are in it, and an empty line for each kind that nobody is of, in the order of the list. */
export function lines(members: readonly Member[]): MemberForm[] {
  const rows = read(members)
  const empty = kinds.filter((kind) => rows.every((row) => row.member !== kind))
  const all = [...rows, ...empty.map((member) => ({ member, name: '', phone: '' }))]
  return all.sort((a, b) => kinds.indexOf(a.member) - kinds.indexOf(b.member))
}

/** Kinds the norm names for a group of which nobody is written down; `wanted` are those of this person. */
export const gaps = (rows: readonly MemberForm[]): GroupMember[] =>
  kinds.filter((kind) => written(rows).every((row) => row.member !== kind))

export const groupSpec: FormSpec<GroupForm> = {
  form: 'group',
  blank: (person: Person) => ({ ...base(person), rows: lines(person.page.group.members) }),
  toFact: (form) => ({
    kind: 'group_set',
    members: written(form.rows).map((row) => ({ member: row.member, name: row.name.trim(), phone: orNull(row.phone) })),
  }),
  lacks: (form) => (written(form.rows).length === 0 ? 'members' : null),
  fromFact: (fact, blank) => (fact.kind === 'group_set' ? { ...blank, rows: lines(fact.members) } : blank),
}
