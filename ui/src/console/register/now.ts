import { beijing } from '../../common/dates'
import { serverNow } from '../api'

/** Day and minute in Beijing by the server's clock: the usual time of a record made at the counter. */
export function nowInBeijing(): { day: string; time: string } {
  return beijing(new Date(serverNow()).toISOString())
}
