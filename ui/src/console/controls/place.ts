import type { PlaceStamp } from '../../common/bindings/console/PlaceStamp'

const degrees = (e4: number) => (e4 / 10_000).toFixed(4)

/** 到访地点 in words: latitude, longitude, and how far off the phone said it may be. */
export function placeText(place: PlaceStamp): string {
  return `${degrees(place.latitude_e4)}, ${degrees(place.longitude_e4)}（约 ${place.accuracy_m} 米内）`
}
