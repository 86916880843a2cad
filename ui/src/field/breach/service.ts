import type { Attachment } from '../../common/bindings/Attachment'
import type { Serve } from '../../common/bindings/Serve'
import type { Signing } from '../../common/bindings/Signing'
import { breach as words } from '../../common/words/breach'
import { names } from '../record/base'
import { recorded } from '../../common/language'

/** 送达: by what way, to whose hands, and what shows it. */
export interface Service {
  manner: Serve
  signing: Signing
  takenBy: string
  witnesses: string
  photos: Attachment[]
  signature: Attachment | null
}

export const blankService = (manner: Serve = 'in_person'): Service => ({
  manner,
  signing: 'signed',
  takenBy: '',
  witnesses: '',
  photos: [],
  signature: null,
})

/** Witnesses a refused or left paper wants. */
const WITNESSES = 2

export const byOther = (s: Service): boolean => s.manner === 'by_family' || s.manner === 'by_village'
export const wantsWitnesses = (s: Service): boolean =>
  s.manner === 'left_with_witness' || (s.manner === 'in_person' && s.signing === 'refused')
/** Somebody's hand is on the glass: the person's own, or that of whoever took it. */
export const wantsSignature = (s: Service): boolean => byOther(s) || (s.manner === 'in_person' && s.signing === 'signed')

/** Nothing is said to be served that nothing shows: a signature or a picture, or two witnesses by name. */
export function isProved(s: Service): boolean {
  if (wantsWitnesses(s)) return names(s.witnesses).length >= WITNESSES
  const shown = s.photos.length > 0 || s.signature !== null
  return byOther(s) ? shown && s.takenBy.trim() !== '' : shown
}

/** 签收或拒签见证人, as the paper says it. */
export function receiverOf(s: Service, name: string): string {
  if (wantsWitnesses(s)) {
    const list = names(s.witnesses).join('、')
    return s.manner === 'left_with_witness' ? recorded(words).leftBefore(list) : recorded(words).refusedBefore(list)
  }
  if (byOther(s)) return recorded(words).takenFor(s.takenBy.trim())
  return s.manner === 'by_post' ? recorded(words).posted : recorded(words).signedBy(name)
}

export const evidenceOf = (s: Service): Attachment[] => s.signature === null ? s.photos : [s.signature, ...s.photos]

/** An instant in the time of the office, from milliseconds. */
export function instant(ms: number): string {
  return `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
}
