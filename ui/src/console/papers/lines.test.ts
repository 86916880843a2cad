// @vitest-environment node
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Issued } from '../../common/bindings/console/Issued'
import type { PaperLine } from '../../common/bindings/console/PaperLine'
import { aliases } from '../words/papers'
import { draftPath, isTodo, keyOf, kindsOf, mayIssue, shown, stateOf } from './lines'

const line = (more: Partial<PaperLine> = {}, row: Partial<PaperLine['row']> = {}): PaperLine => ({
  row: { key: { paper: 'D11', about: 'e1', since: '2026-11-01' }, title: '违规行为告诫书', detail: '第1次', due: null, made: false, missing: [], ...row },
  incoming: false, to: ['person'], lacking: [], issued: [], record: null, ...more,
})
const issue = (more: Partial<Issued> = {}): Issued => ({
  event: 'i1', key: { paper: 'D11', about: 'e1', since: '2026-11-01' }, title: '违规行为告诫书', number: '例告〔2026〕1号', at: '2026-11-02T09:00:00+08:00', office: '例办', hash: 'sha256:00', rules: '2026-07',
  state: 'issued', served: [], unserved: ['person'], superseded_by: null, reason: null, drift: [], ...more,
})

describe('a line of the list', () => {
  it('says how far the paper came', () => {
    expect(stateOf(line()).text).toBe('可签发')
    expect(stateOf(line({ lacking: ['检测日期', '检测地点'] })).text).toBe('缺 2 项')
    expect(stateOf(line({ incoming: true })).text).toBe('来文，未收到')
    expect(stateOf(line({ incoming: true }, { made: true })).text).toBe('来文，已登记')
    expect(stateOf(line({ to: [] }, { made: true })).text).toBe('已有记录')
    expect(stateOf(line({ issued: [issue()] })).text).toBe('已签发，待送达')
    expect(stateOf(line({ issued: [issue({ state: 'served' }), issue({ state: 'superseded' })] })).text).toBe('已送达')
    expect(stateOf(line({ issued: [issue({ state: 'withdrawn' })] })).text).toBe('已撤回')
  })

  it('is to do until it is there, served, and right', () => {
    const drift = [{ label: '事实', was: '原', now: '现' }]
    expect(isTodo(line())).toBe(true)
    expect(isTodo(line({ to: [] }, { made: true }))).toBe(false)
    expect(isTodo(line({ issued: [issue()] }))).toBe(true)
    expect(isTodo(line({ issued: [issue({ state: 'served', unserved: [] })] }))).toBe(false)
    expect(isTodo(line({ issued: [issue({ state: 'served', unserved: [], drift })] }))).toBe(true)
    expect(shown([line(), line({ issued: [issue({ drift })] })], 'drift')).toHaveLength(1)
  })

  it('stands with its kind, and under seal only what closes a file is issued', () => {
    const other = line({}, { key: { paper: 'D12', about: null, since: null } })
    expect(kindsOf([line(), line(), other]).map((kind) => [kind.paper, kind.lines.length])).toEqual([['D11', 2], ['D12', 1]])
    expect(mayIssue({ may_issue: true, sealed: true }, 'D11')).toBe(false)
    expect(mayIssue({ may_issue: true, sealed: true }, 'D12')).toBe(true)
    expect(mayIssue({ may_issue: false, sealed: false }, 'D12')).toBe(false)
  })

  it('is found again by its address', () => {
    const key = { paper: 'D08' as const, about: null, since: '2026-11-01' }
    expect(draftPath('c1', key)).toBe('/persons/c1/papers/draft?paper=D08&since=2026-11-01')
    expect(keyOf({ paper: 'D08', since: '2026-11-01' })).toEqual(key)
    expect(keyOf({ issue: 'i1' })).toBeNull()
  })
})

describe('what the norm calls a paper', () => {
  const rust = readFileSync('../shared/src/document.rs', 'utf8')
  const rows = [...rust.matchAll(/^ {4}[DX]\d\d = "([DX]\d\d)" "[^"]+" "([^"]*)" "[^"]*",$/gm)]

  it('has the same other titles on the server and here', () => {
    const there = rows.filter((row) => row[2] !== '').map((row) => [row[1], row[2]])
    expect(rows).toHaveLength(30)
    expect(Object.fromEntries(there)).toEqual(aliases)
  })
  it('is issued under seal where it closes the file', () => {
    const closing = /fn closes_file[^}]*?matches!\(self, ([^)]*)\)/s.exec(rust)?.[1]?.match(/[DX]\d\d/g) ?? []
    const open = rows.map((row) => row[1] as PaperLine['row']['key']['paper']).filter((paper) => mayIssue({ may_issue: true, sealed: true }, paper))
    expect(open).toEqual(closing)
  })
})
