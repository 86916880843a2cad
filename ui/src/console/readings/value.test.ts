// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { readValue, sayValue } from './value'

describe('a value of a reading', () => {
  it('is said in Chinese, whatever kind it is', () => {
    expect(sayValue(true, [])).toBe('是')
    expect(sayValue(3, [])).toBe('3')
    expect(sayValue('county', [{ code: 'county', label: '本县' }])).toBe('本县')
  })
  it('is read as the kind it replaces, and not at all where it is none', () => {
    expect(readValue('true', false)).toBe(true)
    expect(readValue('5', 3)).toBe(5)
    expect(readValue('五', 3)).toBeNull()
    expect(readValue('', 'county')).toBeNull()
    expect(readValue('', false)).toBeNull()
  })
})
