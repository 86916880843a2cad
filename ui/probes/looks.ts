/** The three looks every page is probed in, and the gates of each: 48 px is what a main action needs, and all of them have it. */
export const looks = [
  { name: 'light', query: 'theme=light&size=normal', target: 48, text: 15 },
  { name: 'dark', query: 'theme=dark&size=normal', target: 48, text: 15 },
  { name: 'elder', query: 'theme=light&size=elder', target: 60, text: 18 },
] as const

export type PageLook = (typeof looks)[number]
