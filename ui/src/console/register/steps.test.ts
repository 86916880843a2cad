import { describe, expect, it } from 'vitest'
import { fieldOfBlank, memberRows, missingOf, startOf, stepOf } from './steps'

describe('a form of the counter', () => {
  it('names what is missing, and sends nothing that is blank', () => {
    expect(missingOf('notice', {})).toEqual(['receiver', 'manner'])
    expect(stepOf('upload', { matter: 'overdue', told_by: '试例民警', reference: ' ' }, {}, [])).toEqual({
      kind: 'upload',
      matter: 'overdue',
      told_by: '试例民警',
      reference: null,
      control_from: null,
    })
    expect(stepOf('details', {}, { alias: ' ', domicile: '例县' }, [])).toEqual({ kind: 'details', fields: { domicile: '例县' } })
  })
  it('of a report goes to both police from the start', () => {
    expect(stepOf('report', startOf('report'), {}, [])).toEqual({ kind: 'report', addressees: ['police_decision', 'police_execution'] })
  })
  it('of a group has a row for each kind and keeps those there are', () => {
    const rows = memberRows([{ member: 'worker', name: '试例甲', phone: null }], ['worker', 'medical'])
    expect(rows.map((r) => r.name)).toEqual(['试例甲', ''])
    expect(stepOf('group', {}, {}, rows)).toMatchObject({ members: [{ member: 'worker', name: '试例甲', phone: null }] })
  })
  it('chooses from a long list in one line', () => {
    const options = Array.from({ length: 9 }, (_, n) => ({ code: `${n}`, label: `例${n}` }))
    expect(fieldOfBlank({ key: 'ethnicity', label: '民族', kind: 'code', options, required: true, value: null }).type).toBe('select')
  })
})
