/** What every flow of the phone begins with: an office at work, phones that are paired to it, people by their place. */
import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import type { PersonView } from '../../../ui/src/common/bindings/console/PersonView'
import type { EntryKind } from '../../../ui/src/common/bindings/EntryKind'
import type { TimelineEntry } from '../../../ui/src/common/bindings/TimelineEntry'
import type { Demo } from '../demo'
import type { Handset, Office } from '../handset'
import { fileOf } from '../office'

export interface Kit {
  demo: Demo
  browser: Browser
  office: Office
  /** 苗专干: the residents of even places are hers. */
  worker: Handset
  /** 石民警: sees everybody, and may test. */
  tester: Handset
  /** 文内勤: the office on the move. */
  desk: Handset
}

/** A day so many days ago in Beijing. */
export const ago = (days: number): string => new Date(Date.now() + 8 * 3600e3 - days * 864e5).toISOString().slice(0, 10)

/** One of the residents, by place in the township; the office's server speaks of them. */
export class Resident {
  private constructor(
    private readonly kit: Kit,
    readonly id: string,
    readonly name: string,
  ) {}

  static async at(kit: Kit, place: number): Promise<Resident> {
    const id = kit.demo.township.cases[place]
    if (!id) throw new Error(`nobody at ${place}`)
    return new Resident(kit, id, (await fileOf(kit.office.clerk, id)).page.head.name)
  }

  file(): Promise<PersonView> {
    return fileOf(this.kit.office.clerk, this.id)
  }
  async owed(): Promise<string[]> {
    return (await this.file()).page.duties.map((duty) => duty.key.kind)
  }
  /** The record that says so, as the server reads it; fails where the server has none. */
  async record(kind: EntryKind, text: string): Promise<TimelineEntry> {
    const { timeline } = (await this.file()).page
    const says = (entry: TimelineEntry) => entry.kind === kind && (entry.summary.includes(text) || entry.lines.some((line) => line.text.includes(text)))
    const found = timeline.find(says)
    expect(found, `${kind} “${text}” among ${JSON.stringify(timeline.slice(0, 3))}`).toBeDefined()
    return found!
  }
  /** Photos and signatures of a record that have come whole. */
  async arrived(event: string): Promise<number> {
    const held = (await this.file()).attachments.filter((one) => one.event === event)
    return held.filter((one) => one.arrived).length
  }
}

/** Line of an entry by its label. */
export const line = (entry: TimelineEntry, label: string): string | undefined => entry.lines.find((l) => l.label === label)?.text
