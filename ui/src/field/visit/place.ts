import type { PlaceStamp } from '../../common/bindings/PlaceStamp'
import { placeStamp } from '../../common/look'
import { visit as words } from '../../common/words/visit'
import { isRemote, type VisitForm } from './form'

/** A save waits this long for a place, the system's own question to its user included. */
const WAIT_MS = 5_000
/** A place found this long ago is still where one stands. */
const FRESH_MS = 60_000
/** Degrees to what a record holds of them. */
const E4 = 10_000
/** Metres beyond which the phone's word says nothing of a village; the record's own limit. */
const ACCURACY_M_MAX = 100_000

/** Where the phone is: asked once, `null` where it is refused, not known or not said in time. Never throws. */
export function placeNow(of: Geolocation | null = navigator.geolocation ?? null): Promise<PlaceStamp | null> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(null), WAIT_MS)
    const answer = (place: PlaceStamp | null) => {
      clearTimeout(late)
      resolve(place)
    }
    try {
      if (of === null) return answer(null)
      const options = { timeout: WAIT_MS, maximumAge: FRESH_MS, enableHighAccuracy: false }
      of.getCurrentPosition((found) => answer(stampOf(found.coords)), () => answer(null), options)
    } catch {
      answer(null)
    }
  })
}

function stampOf(at: Pick<GeolocationCoordinates, 'latitude' | 'longitude' | 'accuracy'>): PlaceStamp | null {
  // Never said to be nearer than the phone says it is.
  const accuracy_m = Math.max(1, Math.ceil(at.accuracy))
  const sound = Math.abs(at.latitude) <= 90 && Math.abs(at.longitude) <= 180 && accuracy_m <= ACCURACY_M_MAX
  return sound ? { latitude_e4: Math.round(at.latitude * E4), longitude_e4: Math.round(at.longitude * E4), accuracy_m } : null
}

/** Puts the place into a visit that is about to be saved: in person, today, where its worker wishes it. Gives a word where
    it was wished and not to be had. */
export async function stampPlace(form: VisitForm, today: string, ask: () => Promise<PlaceStamp | null> = placeNow): Promise<string | null> {
  // A draft may hold one of an earlier try.
  form.placeStamp = null
  if (!placeStamp.value || isRemote(form.manner) || form.day !== today) return null
  form.placeStamp = await ask()
  return form.placeStamp === null ? words.noPlace : null
}
