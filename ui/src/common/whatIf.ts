import type { DetentionKind } from './bindings/DetentionKind'
import type { Imagined } from './bindings/Imagined'

/** What can be imagined, in the order it is offered. */
export const kinds = ['leave', 'away', 'detained', 'refused', 'moved'] as const
export type Kind = (typeof kinds)[number]

/** The few words of the form as the rules take them. An empty last day is an open end where there may be one. */
export function imagined(what: Kind, from: string, until: string, detention: DetentionKind): Imagined {
  switch (what) {
    case 'leave':
    case 'away':
      return { what, from, until: until || from }
    case 'detained':
      return { what, detention, from, until: until || null }
    case 'refused':
      return { what, manner: 'refuse', on: from }
    case 'moved':
      return { what, on: from }
  }
}
