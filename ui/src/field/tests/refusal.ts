import type { Attachment } from '../../common/bindings/Attachment'
import type { RefusalManner } from '../../common/bindings/RefusalManner'
import { refusal as words } from '../../common/words/tests'
import { recorded } from '../../common/language'
import type { Base } from '../record/base'

export interface RefusalForm extends Base {
  manner: RefusalManner
  reason: string | null
  more: string
  proof: string | null
  place: string
  photos: Attachment[]
}

export type RefusalBlank = Omit<RefusalForm, keyof Base>

export function blankRefusal(place: string, manner: RefusalManner): RefusalBlank {
  return { manner, reason: null, more: '', proof: null, place, photos: [] }
}

function labelOf(list: Readonly<Record<string, string>>, key: string | null): string {
  return key === null ? '' : (list[key] ?? '')
}

/** 经过: the picked reason, then what was added in words. */
export function factsOf(form: RefusalBlank): string {
  return [labelOf(recorded(words.reasons[form.manner]), form.reason), form.more.trim()].filter((p) => p !== '').join('。')
}

export function proofOf(form: RefusalBlank): string | null {
  if (form.manner !== 'evade') return null
  const said = labelOf(recorded(words.proofs), form.proof)
  return said === '' ? null : said
}
