import type { Issued } from '../../common/bindings/console/Issued'
import type { Paper } from '../../common/bindings/console/Paper'
import type { PaperKey } from '../../common/bindings/console/PaperKey'
import type { PaperLine } from '../../common/bindings/console/PaperLine'
import { papers as words } from '../words/papers'

/* What a list of papers shows of each: its state in words, what is to be done, where it leads. */

export type Show = keyof typeof words.show
export type Tone = 'bad' | 'warn' | 'good' | 'plain'

/** Made of a file that is over: issued under seal as well. */
const closing: readonly Paper[] = ['D12', 'X08', 'X09']

export const keyText = (key: PaperKey): string => [key.paper, key.about ?? '', key.since ?? ''].join('.')

/** The issue that counts. */
export const standing = (line: PaperLine): Issued | null => line.issued.find((one) => one.state === 'filed' || one.state === 'issued' || one.state === 'served') ?? null

export const drifts = (line: PaperLine): boolean => (standing(line)?.drift.length ?? 0) > 0

/** How far a paper came. */
export function stateOf(line: PaperLine): { text: string; tone: Tone } {
  const issue = standing(line)
  if (issue !== null) return { text: words.states[issue.state], tone: issue.state === 'issued' ? 'warn' : 'good' }
  if (line.incoming) return line.row.made ? { text: words.states.incoming, tone: 'good' } : { text: words.states.incoming_missing, tone: 'bad' }
  if (line.issued.some((one) => one.state === 'withdrawn')) return { text: words.states.withdrawn, tone: 'warn' }
  if (line.lacking.length > 0) return { text: words.states.lacking(line.lacking.length), tone: line.row.made ? 'warn' : 'bad' }
  return line.row.made && line.to.length === 0 ? { text: words.states.record, tone: 'good' } : { text: words.states.ready, tone: 'warn' }
}

/** 要办: missing, with blanks, to be issued, to be served, or wrong by now. */
export function isTodo(line: PaperLine): boolean {
  const issue = standing(line)
  if (issue !== null) return issue.state === 'issued' || issue.drift.length > 0
  if (line.incoming) return !line.row.made
  return !line.row.made || line.lacking.length > 0 || line.to.length > 0
}

export const shown = (lines: readonly PaperLine[], show: Show): PaperLine[] =>
  lines.filter((line) => (show === 'all' ? true : show === 'todo' ? isTodo(line) : drifts(line)))

/** Lines of one kind together, in the order they come. */
export function kindsOf(lines: readonly PaperLine[]): { paper: Paper; title: string; lines: PaperLine[] }[] {
  const kinds: { paper: Paper; title: string; lines: PaperLine[] }[] = []
  for (const line of lines) {
    const last = kinds.at(-1)
    if (last?.paper === line.row.key.paper) last.lines.push(line)
    else kinds.push({ paper: line.row.key.paper, title: line.row.title, lines: [line] })
  }
  return kinds
}

export const mayIssue = (view: { may_issue: boolean; sealed: boolean }, paper: Paper): boolean => view.may_issue && (!view.sealed || closing.includes(paper))

const queryOf = (key: PaperKey): string =>
  new URLSearchParams({ paper: key.paper, ...(key.about === null ? {} : { about: key.about }), ...(key.since === null ? {} : { since: key.since }) }).toString()
export const listPath = (caseId: string): string => `/persons/${caseId}/papers`
export const draftPath = (caseId: string, key: PaperKey): string => `${listPath(caseId)}/draft?${queryOf(key)}`
export const printDraftPath = (caseId: string, key: PaperKey): string => `${listPath(caseId)}/print?${queryOf(key)}`
export const printPath = (caseId: string, issue: string): string => `${listPath(caseId)}/print?issue=${issue}`

/** The key an address names; `null` where it names none. */
export function keyOf(query: Readonly<Record<string, unknown>>): PaperKey | null {
  const text = (name: string): string | null => {
    const value = query[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const paper = text('paper')
  return paper === null ? null : { paper: paper as Paper, about: text('about'), since: text('since') }
}
