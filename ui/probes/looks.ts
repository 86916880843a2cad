/** The three looks every page is probed in, and the gates of each. */
export const looks = [
  { name: 'light', query: 'theme=light&size=normal', target: 44, text: 15 },
  { name: 'dark', query: 'theme=dark&size=normal', target: 44, text: 15 },
  { name: 'elder', query: 'theme=light&size=elder', target: 60, text: 18 },
] as const

export type PageLook = (typeof looks)[number]
