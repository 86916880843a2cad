import type { Attachment } from '../../common/bindings/Attachment'
import type { RefusalManner } from '../../common/bindings/RefusalManner'
import { refusal as words } from '../../common/words/tests'
import { recorded } from '../../common/language'

export interface RefusalForm {
  manner: RefusalManner
  reason: string | null
  more: string
  proof: string | null
  place: string
  photos: Attachment[]
}

export function blankRefusal(place: string, manner: RefusalManner): RefusalForm {
  return { manner, reason: null, more: '', proof: null, place, photos: [] }
}

export function readRefusal(text: string, blank: RefusalForm): RefusalForm {
  try {
    const old = JSON.parse(text) as unknown
    if (typeof old !== 'object' || old === null) return blank
    return { ...blank, ...(Object.fromEntries(Object.entries(old).filter(([k]) => k in blank)) as Partial<RefusalForm>) }
  } catch {
    return blank
  }
}

function labelOf(list: Readonly<Record<string, string>>, key: string | null): string {
  return key === null ? '' : (list[key] ?? '')
}

/** 经过: the picked reason, then what was added in words. */
export function factsOf(form: RefusalForm): string {
  return [labelOf(recorded(words.reasons[form.manner]), form.reason), form.more.trim()].filter((p) => p !== '').join('。')
}

export function proofOf(form: RefusalForm): string | null {
  if (form.manner !== 'evade') return null
  const said = labelOf(recorded(words.proofs), form.proof)
  return said === '' ? null : said
}
