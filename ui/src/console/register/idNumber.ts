import type { Sex } from '../../common/bindings/console/Sex'

/** As the document has it: an input method's full-width digits, blanks and a small x are slips of the hand. */
export function tidyNumber(number: string): string {
  return number.normalize('NFKC').replace(/\s/g, '').toUpperCase()
}

/**
 * What an 18-digit number says of its holder (GB 11643: digits 7–14 the birth date, 17 odd for men). Only saves typing;
 * whether the number is sound is the server's to say.
 */
export function readIdNumber(number: string): { birth: string; sex: Sex } | null {
  const hit = /^\d{6}(\d{4})(\d{2})(\d{2})\d{2}(\d)[\dX]$/.exec(tidyNumber(number))
  if (!hit) return null
  return { birth: `${hit[1]}-${hit[2]}-${hit[3]}`, sex: Number(hit[4]) % 2 === 1 ? '1' : '2' }
}
