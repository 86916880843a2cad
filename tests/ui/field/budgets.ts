/** Touches a flow may take from the screen that opens, text apart. */

/** The top tasks, as the project's table of taps has them. */
export const top = {
  visit: 8,
  report: 6,
  leave: 7,
  negative: 4,
  positive: 8,
  refused: 5,
  sync: 2,
  undo: 1,
  mend: 3,
} as const

/** Other flows: as few as their screens allow today. A higher number is a decision. */
export const others = {
  guidance: 5,
  counselling: 5,
  support: 7,
  otherMeasure: 7,
  assessment: 11,
  telling: 10,
  absenceFound: 8,
  absenceBack: 6,
  leaveApproval: 5,
  leaveLonger: 5,
  leaveReturn: 5,
  late: 14,
  draftResumed: 2,
  snooze: 4,
  handIn: 2,
  session: 7,
  forced: 4,
  notices: 7,
  evadedAfterNotice: 4,
  makeup: 2,
  resultFromPerson: 7,
  entrusted: 6,
  resultFromTask: 5,
  outOfArea: 10,
  admonitionIssued: 5,
  admonitionServed: 7,
  admonitionRefused: 8,
  outcomeHeard: 1,
} as const
