import type { app as zhApp } from '../app'
import type { common as zhCommon } from '../common'
import type { dateWords as zhDates } from '../dates'
import type { doorstep as zhDoorstep } from '../doorstep'
import type { pairing as zhPairing } from '../pairing'
import type { recordStates as zhStates } from '../record'
import type { recordSheet as zhSheet } from '../recordSheet'
import type { scan as zhScan } from '../scan'
import type { noList as zhNoList, sync as zhSync } from '../sync'
import { sayProblem } from '../problem'
import type { Said } from '../said'

export const app: Said<typeof zhApp> = {
  saved: 'Saved on this phone',
  stripReady: 'A test card is ready: please read it',
  undone: 'Undone; the record is kept, marked void',
  notUndone: (p) => {
    const s = sayProblem(p)
    return `Not undone: ${s.what}. ${s.remedy}`
  },
  tabs: { tasks: 'Tasks', people: 'People', record: 'Record', me: 'Me' },
  demo: 'Demo device: the key has no hardware protection; it pairs only with a demo office',
  opening: 'Opening Guihang…',
}

export const common: Said<typeof zhCommon> = {
  appName: 'Guihang',
  back: 'Back',
  close: 'Close',
  cancel: 'Cancel',
  confirm: 'OK',
  save: 'Save',
  next: 'Next',
  retry: 'Try again',
  undo: 'Undo',
  today: 'Today',
  yesterday: 'Yesterday',
  pickDate: 'Pick a date',
  items: 'items',
  inDays: (n) => (n < 0 ? `${-n} d overdue` : `${n} d left`),
  mainNav: 'Main menu',
  said: (what, remedy) => `${what}. ${remedy}`,
  list: (of) => of.join(', '),
  clauses: (of) => of.join(', '),
  colon: (what, more) => `${what}: ${more}`,
  loading: 'Reading…',
  lettersLeft: (n) => `${n} characters left`,
  tooLong: (n) => `${n} characters too many`,
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
export const dates: Said<typeof zhDates> = {
  weekdays: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
  day: (year, month, day) => `${day} ${MONTHS[month - 1] ?? ''}${year === null ? '' : ` ${year}`}`,
  withWeekday: (day, weekday) => `${weekday} ${day}`,
  today: (time) => `today ${time}`,
  yesterday: (time) => `yesterday ${time}`,
}

export const doorstep: Said<typeof zhDoorstep> = {
  enter: 'Doorstep mode: one form only',
  which: 'Which form',
  name: 'Schedule',
  hide: 'Hide',
  end: 'End',
  pin: 'Enter the PIN',
  rest: "Today's schedule",
  goOn: 'Go on',
  none: 'Nothing else',
  realName: 'Guihang',
}

export const pairing: Said<typeof zhPairing> = {
  pinTyped: (n, of) => `${n} of ${of} digits typed`,
  pinTypedLong: (n) => `${n} digits typed`,
  pinFinish: 'Done',
  erase: 'Delete a digit',
  title: 'Pair this phone',
  appLine: 'Community rehabilitation casework',
  how: 'Ask the township office for a pairing code on its “设备” page and scan it. You may also paste the whole link, or type “address code check” with spaces between.',
  linkLabel: 'Pairing link',
  linkHint: 'e.g. http://127.0.0.1:7710 ABCD-EFGH-JKMN-PQRS',
  offline: 'Check the network, then press Pair. The code holds for ten minutes.',
  paste: 'Paste',
  pair: 'Pair',
  pairing: 'Pairing…',
  minimum: 'Needs system WebView 87 or newer',
  setTitle: 'Set a PIN',
  setWhy: 'Asked each time Guihang opens. It is on this phone only; if you forget it, ask the office.',
  pinFirst: 'Choose a PIN of 6 digits',
  pinFirstLong: 'Choose a PIN of 6 to 12 digits',
  pinLonger: 'Use a longer PIN',
  pinShort: 'Use 6 digits',
  pinIsLonger: 'My PIN has more than 6 digits',
  pinAgain: 'Type it again',
  pinDiffer: 'The two differ, please start again',
  changeTitle: 'Change PIN',
  pinOld: 'Enter your PIN',
  pinNew: 'Enter a new PIN of 6 digits',
  pinNewLong: 'Enter a new PIN, 6 to 12 digits',
  pinNewAgain: 'Type the new PIN again',
  pinChanged: 'PIN changed. Use the new one next time.',
  pinChangeWhy: 'Your records stay as they are.',
  unlockTitle: 'Locked',
  unlock: 'Enter the PIN',
  draftsSafe: 'Records and drafts are safe.',
  wait: (s) => `Wait ${s}, then try again. Your records are safe.`,
  officeTitle: 'Ask the office',
  officeWhy: 'Ten wrong PINs. Call the office, read the number to them, then type the code they read to you. No signal needed.',
  officeNumber: 'Your number',
  officeCode: 'Unlock code (9 digits)',
  officeSend: 'OK',
  byFinger: 'Unlock by finger or face',
  fingerTitle: 'Unlock by finger or face',
  fingerWhy: 'The PIN still works. After a new finger or a new PIN, turn this on again.',
  fingerPin: 'Enter the PIN first',
  handIn: 'Hand in unsent records',
  handInWhy: (n) => `${n} records on this phone have not reached the office. They can be handed in without unlocking: sealed so that only the office can open them; anybody may carry them.`,
  handInTitle: 'Hand in unsent records',
  handInFile: 'Save as a file',
  handInFileWhy: 'Carry the file to the office on a USB stick or through a colleague; it is handed in at the console under “交入胶囊”.',
  handInQr: 'Show QR codes',
  handInQrWhy: 'Without cable or network: let another device scan them one after the other, once round. Pasting the text at the console works too.',
  handInQrLong: 'Too many records for QR codes; save a file instead.',
  handInFrame: (at, of) => `Part ${at} of ${of}`,
  handInKept: 'What is on the phone stays.',
  handInSaved: 'Saved to the downloads',
  handInSavedAs: (name) => `Saved as “${name}”`,
  handInNotSaved: 'No file was saved. Try another place, or show QR codes.',
  handInBack: 'Back to the PIN',
  triesLeft: (n) => `${n} tries left`,
}

export const recordStates: Said<typeof zhStates> = {
  draft: 'Draft',
  saved: 'On this phone',
  incomplete: 'Photos not sent',
  uploaded: 'Uploaded',
  accepted: 'Checked',
  returned: 'Returned',
  quarantined: 'Set aside',
  contradicted: 'Contradiction',
}

export const recordSheet: Said<typeof zhSheet> = {
  title: 'Record what?',
  more: 'More',
  hints: {
    visit: 'at home, office, work',
    report: 'in person counts as a visit',
    test: 'set up once, then one by one',
    refusal: 'evaded or refused',
    leave: 'leave, longer leave',
    guidance: 'one person or a meeting',
    group: 'members, phones, who is missing',
    paper: 'photograph what is on paper',
  },
  instead: {
    test: 'Test results are not changed on a phone. Wrong: open it, undo, record it anew. Lacking a note or photo: the office corrects it.',
    refusal: 'Refusals are not changed on a phone. Wrong: open it, undo, record it anew. Lacking a proof: the office corrects it.',
    test_notice: 'A service is not changed on a phone. Wrong: open it, undo, record it anew.',
    forced_test: 'Approvals of forced tests are not changed on a phone. Ask the office.',
    admonition: 'An issued admonition is not changed on a phone. Ask the office.',
    paper: 'Papers are not changed on a phone. Wrong: open it, undo, and fill in another.',
  },
  insteadOffice: 'This kind is not changed on a phone. Ask the office to correct it.',
}

export const scan: Said<typeof zhScan> = {
  camera: 'Scan the code',
  photo: 'Photograph the code',
  view: 'Camera picture: point it at the QR code on the console',
  stop: 'Stop scanning',
  reading: 'Reading…',
  found: 'Code read',
  none: 'No QR code in the photo. Hold it straight and closer, or type the code.',
  noCamera: 'No camera. Allow it in the system settings, or take a photo or type the code.',
}

export const sync: Said<typeof zhSync> = {
  clear: (at) => (at ? `All uploaded ${at}` : 'Nothing to upload'),
  waiting: (n) => `${n} to upload`,
  sending: (n) => `Uploading ${n}…`,
  photos: (n) => `${n} photos to send`,
  offline: (n) => (n > 0 ? `Offline; ${n} kept on this phone` : 'Offline; go on recording'),
  attention: (n) => `${n} need you`,
  returned: (n) => `${n} returned`,
  openCentre: ', open uploads',
}

export const noList: Said<typeof zhNoList> = {
  running: 'Fetching the list from the office…',
  wait: 'It appears by itself. Empty does not yet mean nothing to do.',
  none: 'No list yet',
  remedy: 'Go online and sync. Until then, empty does not mean nothing to do.',
  now: 'Sync now',
}
