import type { Attachment } from '../../common/bindings/Attachment'
import type { EventId } from '../../common/bindings/EventId'
import type { TestResult } from '../../common/bindings/TestResult'
import { base, type Base, type FormSpec } from '../record/base'

export interface ResultForm extends Base {
  event: EventId | null
  result: TestResult | null
  photos: Attachment[]
}

/** The result of a test that was with others: a request of its own, which names the record. */
export const resultSpec: FormSpec<ResultForm> = {
  form: 'test',
  what: 'result',
  blank: (person) => ({ ...base(person), event: person.awaited[0]?.event ?? null, result: null, photos: [] }),
  toFact: () => {
    throw new Error('a result is no fact of its own')
  },
  lacks: (form) => (form.result === null ? 'result' : form.photos.length === 0 ? 'attachments' : null),
  fromFact: (_, fresh) => fresh,
}
