import type { Attachment } from '../../common/bindings/Attachment'
import type { Cooperation } from '../../common/bindings/Cooperation'
import type { LivingStatus } from '../../common/bindings/LivingStatus'
import type { Mood } from '../../common/bindings/Mood'
import type { PlaceStamp } from '../../common/bindings/PlaceStamp'
import type { Relation } from '../../common/bindings/Relation'
import type { Visit } from '../../common/bindings/Visit'
import type { VisitManner } from '../../common/bindings/VisitManner'
import type { VisitTarget } from '../../common/bindings/VisitTarget'
import { base, names, orNull, type Base, type FormSpec } from '../record/base'

export interface VisitForm extends Base {
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
  /** 到访地点: put in when it is saved (`place.ts`). */
  placeStamp: PlaceStamp | null
  photos: Attachment[]
}

/** 电话、视频: nobody went anywhere. */
export const isRemote = (manner: VisitManner): boolean => manner === 'phone' || manner === 'video'

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
    companions: names(form.companions),
    place_stamp: isRemote(form.manner) ? null : form.placeStamp,
    attachments: form.photos,
  }
}

export const visitSpec: FormSpec<VisitForm> = {
  form: 'visit',
  blank: (person) => ({
    ...base(person),
    manner: 'home_visit',
    target: 'self',
    found: 'yes',
    place: person.page.head.residence || person.page.head.village,
    metName: '',
    metRelation: null,
    metPhone: '',
    cooperation: null,
    living: null,
    mood: null,
    notes: '',
    difficulty: '',
    companions: '',
    placeStamp: null,
    photos: [],
  }),
  toFact: (form) => ({ kind: 'visit', ...toVisit(form) }),
  fromFact: (fact, blank) =>
    fact.kind !== 'visit'
      ? blank
      : {
          ...blank,
          manner: fact.manner,
          target: fact.target,
          found: fact.found ? 'yes' : 'no',
          place: fact.place,
          metName: fact.met?.name ?? '',
          metRelation: fact.met?.relation ?? null,
          metPhone: fact.met?.phone ?? '',
          cooperation: fact.cooperation,
          living: fact.living,
          mood: fact.mood,
          notes: fact.notes,
          difficulty: fact.difficulty ?? '',
          companions: fact.companions.join('、'),
          placeStamp: fact.place_stamp ?? null,
          photos: fact.attachments ?? [],
        },
}
