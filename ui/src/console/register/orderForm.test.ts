import { describe, expect, it } from 'vitest'
import { readIdNumber } from './idNumber'
import { emptyOrder, fieldOf, missingIn, orderRequest, type OrderForm } from './orderForm'

const filled = (): OrderForm => ({
  ...emptyOrder(),
  measure: 'rehab',
  decided_on: '2026-11-20',
  term_months: '36',
  order_no: '例社戒决字〔2026〕1号',
  authority: '例县公安局',
  name: '试例甲',
  number: '99999919900101001x',
  sex: '1',
  village: '东塘村',
  residence: '东塘村1组',
})

describe('an order being typed', () => {
  it('lists every missing field at once', () => {
    expect(missingIn(emptyOrder())).toEqual([
      'measure', 'decided_on', 'term_months', 'order_no', 'authority', 'name', 'sex', 'village', 'residence', 'number',
    ])
    expect(missingIn(filled())).toEqual([])
  })
  it('of recovery needs its ground, of rehab never sends one', () => {
    expect(missingIn({ ...filled(), measure: 'recovery' })).toEqual(['recovery_ground'])
    expect(orderRequest({ ...filled(), recovery_ground: 'opioid' }, false)?.order.recovery_ground).toBeNull()
  })
  it('of somebody without papers needs no number', () => {
    expect(missingIn({ ...filled(), id_type: 'none', number: '' })).toEqual([])
    expect(orderRequest({ ...filled(), id_type: 'none', number: '123' }, false)?.order.person.id.number).toBe('')
  })
  it('takes a number typed with a Chinese input method', () => {
    const typed = { ...filled(), number: ' ９９９９９９１９９００１０１００１ｘ ' }
    expect(orderRequest(typed, false)?.order.person.id.number).toBe('99999919900101001X')
  })
  it('becomes a request with empty fields left out and X written large', () => {
    const request = orderRequest(filled(), true)
    expect(request?.order.person.id.number).toBe('99999919900101001X')
    expect(request?.order.received_by_person).toBeNull()
    expect(request?.order.term_months).toBe(36)
    expect(request?.confirm_duplicate).toBe(true)
  })
  it('with a term that is no number is not sent', () => {
    expect(orderRequest({ ...filled(), term_months: '三年' }, false)).toBeNull()
  })
})

describe('a refusal', () => {
  const problem = (code: 'id_check_digit' | 'field_missing' | 'server_busy', field: string | null) => ({
    code, field, wait_seconds: null, figure: null,
  })
  it('is shown at the field it names, whatever the path to it', () => {
    expect(fieldOf(problem('field_missing', 'order.person.village'), filled())).toBe('village')
    expect(fieldOf(problem('id_check_digit', 'person.id'), filled())).toBe('number')
    expect(fieldOf(problem('id_check_digit', null), filled())).toBe('number')
    expect(fieldOf(problem('server_busy', null), filled())).toBeNull()
  })
})

it('an 18-digit number fills in birth date and sex', () => {
  expect(readIdNumber('99999919900101002X')).toEqual({ birth: '1990-01-01', sex: '2' })
  expect(readIdNumber('999999199001010')).toBeNull()
})
