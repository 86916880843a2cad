// @vitest-environment node
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { personOf, TODAY } from '../../gallery/people'
import { placeStamp } from '../../common/look'
import { toVisit, visitSpec } from './form'
import { placeNow, stampPlace } from './place'

type Ask = Geolocation['getCurrentPosition']
const phone = (getCurrentPosition: Ask) => ({ getCurrentPosition }) as unknown as Geolocation
const at = (latitude: number, longitude: number, accuracy: number) =>
  phone((found) => found({ coords: { latitude, longitude, accuracy } } as GeolocationPosition))
const refusal = { code: 1, message: 'denied' } as GeolocationPositionError
const STAMP = { latitude_e4: 261_234, longitude_e4: 1_125_678, accuracy_m: 30 }
const blank = () => visitSpec.blank(personOf('c2'))

beforeEach(() => {
  vi.useFakeTimers()
  placeStamp.value = true
})
afterEach(() => {
  vi.useRealTimers()
  placeStamp.value = false
})

it('a place is kept to four places of a degree and is never said to be nearer than the phone says', async () => {
  expect(await placeNow(at(26.12341, 112.56779, 29.2))).toEqual(STAMP)
  expect(await placeNow(at(-26.12341, -112.56779, 0))).toEqual({ latitude_e4: -261_234, longitude_e4: -1_125_678, accuracy_m: 1 })
})
it('the phone is asked once, for a place of the last minute, and told how long it has', async () => {
  const ask = vi.fn<Ask>((_, fail) => fail?.(refusal))
  await placeNow(phone(ask))
  expect(ask).toHaveBeenCalledTimes(1)
  expect(ask.mock.calls[0]?.[2]).toMatchObject({ timeout: 5_000, maximumAge: 60_000 })
})
it('refused, unknown, absent or nowhere: there is no place, and nothing breaks', async () => {
  expect(await placeNow(phone((_, fail) => fail?.(refusal)))).toBeNull()
  expect(await placeNow(null)).toBeNull()
  expect(await placeNow(phone(() => { throw new Error('not allowed') }))).toBeNull()
  expect(await placeNow(at(Number.NaN, 112, 30))).toBeNull()
  expect(await placeNow(at(26, 112, 100_001))).toBeNull()
})
it('a phone that never answers holds a save for five seconds and no longer', async () => {
  let got: unknown = 'waiting'
  void placeNow(phone(() => undefined)).then((place) => (got = place))
  await vi.advanceTimersByTimeAsync(4_999)
  expect(got).toBe('waiting')
  await vi.advanceTimersByTimeAsync(1)
  expect(got).toBeNull()
})
it('a visit of today in person takes the place with it; one without it says so in a word', async () => {
  const form = blank()
  expect(await stampPlace(form, TODAY, async () => STAMP)).toBeNull()
  expect(toVisit(form).place_stamp).toEqual(STAMP)
  expect(await stampPlace(form, TODAY, async () => null)).toBe('未取得地点')
  expect(toVisit(form).place_stamp).toBeNull()
})
it('nobody is asked while the switch is off, for a call, or for a visit of another day', async () => {
  const ask = vi.fn(async () => STAMP)
  placeStamp.value = false
  await stampPlace(blank(), TODAY, ask)
  placeStamp.value = true
  await stampPlace({ ...blank(), manner: 'phone' }, TODAY, ask)
  await stampPlace({ ...blank(), day: '2026-11-20' }, TODAY, ask)
  expect(ask).not.toHaveBeenCalled()
})
it('a record to be mended keeps its place, and loses it where it turns out to have been a call', () => {
  const was = visitSpec.toFact({ ...blank(), placeStamp: STAMP })
  const form = visitSpec.fromFact(was, blank())
  expect(visitSpec.toFact(form)).toEqual(was)
  expect(toVisit({ ...form, manner: 'video' }).place_stamp).toBeNull()
})
