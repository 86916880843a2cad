import type { RouteLocationRaw } from 'vue-router'
import type { Attachment } from '../../common/bindings/Attachment'
import type { Fillable } from '../../common/bindings/Fillable'
import type { Paper } from '../../common/bindings/Paper'
import type { PaperKey } from '../../common/bindings/PaperKey'
import type { PaperRow } from '../../common/bindings/PaperRow'
import type { Papers } from '../../common/bindings/Papers'
import type { Serve } from '../../common/bindings/Serve'
import { base, happenedAt, type Base, type FormSpec } from '../record/base'
import { isTodo } from './paper'

export interface FillForm extends Base {
  paper: Paper | null
  /** The fact the paper is about, where there may be several of its kind. */
  about: string | null
  photos: Attachment[]
  manner: Serve | null
  receiver: string
}

/** Papers with a screen of their own: the telling, the group; a test notice is served from its list. */
const ELSEWHERE: readonly Paper[] = ['D03', 'D05', 'D08']
/** Papers of one kind that are offered, newest first. */
const ROWS_MAX = 6

export const fillable = (papers: Papers): Fillable[] => papers.fill.filter((f) => !ELSEWHERE.includes(f.paper))
const keysOf = (papers: Papers | null, paper: Paper | null): readonly string[] =>
  papers?.fill.find((f) => f.paper === paper)?.keys ?? []
export const asks = (papers: Papers | null, form: FillForm, key: string): boolean => keysOf(papers, form.paper).includes(key)

/** Those that one fact calls for: only they can be told apart. */
export const rowsOf = (papers: Papers | null, paper: Paper | null): PaperRow[] =>
  (papers?.rows ?? []).filter((row) => row.key.paper === paper && row.key.about !== null).slice(0, ROWS_MAX)

/** The kinds the case calls for now, those to be done first; then all others. */
export function kindsOf(papers: Papers): { called: Paper[]; others: Paper[] } {
  const mine = fillable(papers).map((f) => f.paper)
  const rows = papers.rows.filter((row) => mine.includes(row.key.paper))
  const sorted = [...rows.filter(isTodo), ...rows].map((row) => row.key.paper)
  const called = [...new Set(sorted)]
  return { called, others: mine.filter((paper) => !called.includes(paper)) }
}

/** The form of one paper of the list. */
export function fillLink(id: string, key: PaperKey): RouteLocationRaw {
  return { name: 'fill_paper', params: { id }, query: { paper: key.paper, ...(key.about === null ? {} : { about: key.about }) } }
}

export const fillSpec = (papers: () => Papers | null): FormSpec<FillForm> => ({
  form: 'paper',
  blank: (person) => ({ ...base(person), paper: null, about: null, photos: [], manner: null, receiver: '' }),
  toFact: (form, now = '') => {
    const fields: Record<string, string> = {}
    const put = (key: string, value: string) => {
      if (asks(papers(), form, key) && value !== '') fields[key] = value
    }
    put('scan', form.photos[0]?.id ?? '')
    put('receiver', form.receiver.trim())
    put('serve_manner', form.manner ?? '')
    if (form.manner !== null) put('served_at', happenedAt(form, now))
    return { kind: 'paper_filled', paper: form.paper ?? 'D02', about: form.about, fields, attachments: form.photos }
  },
  evidence: (form) => form.photos,
  lacks: (form) => (form.paper === null ? 'paper' : form.photos.length === 0 ? 'attachments' : null),
  fromFact: (_, fresh) => fresh,
})
