import type { Attachment } from '../../common/bindings/Attachment'
import type { Cooperation } from '../../common/bindings/Cooperation'
import type { LivingStatus } from '../../common/bindings/LivingStatus'
import type { Mood } from '../../common/bindings/Mood'
import type { PersonHead } from '../../common/bindings/PersonHead'
import type { Relation } from '../../common/bindings/Relation'
import type { Visit } from '../../common/bindings/Visit'
import type { VisitManner } from '../../common/bindings/VisitManner'
import type { VisitTarget } from '../../common/bindings/VisitTarget'
import { beijing } from '../../common/dates'

export type DayPart = 'morning' | 'afternoon' | 'evening'

export interface VisitForm {
  day: string
  part: DayPart
  manner: VisitManner
  target: VisitTarget
  found: 'yes' | 'no'
  place: string
  metName: string
  metRelation: Relation | null
  metPhone: string
  cooperation: Cooperation | null
  living: LivingStatus | null
  mood: Mood | null
  notes: string
  difficulty: string
  companions: string
  photos: Attachment[]
}

/** Hour a part of the day stands for, where the exact time is not known. */
const hours: Record<DayPart, string> = { morning: '10', afternoon: '15', evening: '19' }

export function newForm(head: PersonHead, today: string): VisitForm {
  return {
    day: today,
    part: 'morning',
    manner: 'home_visit',
    target: 'self',
    found: 'yes',
    place: head.residence || head.village,
    metName: '',
    metRelation: null,
    metPhone: '',
    cooperation: null,
    living: null,
    mood: null,
    notes: '',
    difficulty: '',
    companions: '',
    photos: [],
  }
}

/** A draft's text over a fresh form: keys it lacks keep their presets, keys it does not know are left out. */
export function readDraft(text: string, fresh: VisitForm): VisitForm {
  try {
    const old = JSON.parse(text) as unknown
    if (typeof old !== 'object' || old === null) return fresh
    const known = Object.entries(old).filter(([key]) => key in fresh)
    return { ...fresh, ...(Object.fromEntries(known) as Partial<VisitForm>) }
  } catch {
    return fresh
  }
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

export function toVisit(form: VisitForm): Visit {
  const other = form.target !== 'self'
  const found = form.found === 'yes'
  return {
    manner: form.manner,
    target: form.target,
    found,
    place: form.place.trim(),
    met:
      other && found && form.metName.trim() !== ''
        ? { name: form.metName.trim(), relation: form.metRelation ?? '9', phone: orNull(form.metPhone) }
        : null,
    cooperation: form.cooperation,
    living: form.living,
    mood: form.mood,
    notes: form.notes.trim(),
    difficulty: orNull(form.difficulty),
    companions: form.companions
      .split(/[、,，;；\s]+/)
      .map((c) => c.trim())
      .filter((c) => c !== ''),
    attachments: form.photos,
  }
}

/** Today's visit happened just now by the phone's own time; an earlier day's at the hour its part stands for. */
export function happenedAt(form: VisitForm, now: string): string {
  return form.day === beijing(now).day ? now : `${form.day}T${hours[form.part]}:00:00+08:00`
}
