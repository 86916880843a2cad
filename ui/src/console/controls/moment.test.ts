import { describe, expect, it } from 'vitest'
import { ago, countdown, momentOf, offsetText, readDay, readTime, wallTime } from './moment'

describe('a typed day', () => {
  const today = '2026-11-24'
  it.each([
    ['2026-11-24', '2026-11-24'],
    ['20261124', '2026-11-24'],
    ['2026.11.4', '2026-11-04'],
    ['2026/1/4', '2026-01-04'],
    ['2026年11月24日', '2026-11-24'],
    ['11-3', '2026-11-03'],
    [' 3.15 ', '2026-03-15'],
    ['2028-02-29', '2028-02-29'],
  ])('%s is understood', (typed, day) => expect(readDay(typed, today)).toBe(day))
  it.each(['', '2026-02-30', '2026-13-01', '昨天', '24', '2027-02-29'])('%s is not a day', (typed) =>
    expect(readDay(typed, today)).toBeNull(),
  )
})

describe('a typed time', () => {
  it.each([
    ['9:40', '09:40'],
    ['0940', '09:40'],
    ['21：05', '21:05'],
    ['9时40分', '09:40'],
  ])('%s is understood', (typed, time) => expect(readTime(typed)).toBe(time))
  it.each(['', '24:00', '9:60', '9', 'abc'])('%s is not a time', (typed) => expect(readTime(typed)).toBeNull())
})

it('a day and time of Beijing survive the way to the server and back', () => {
  expect(wallTime(momentOf('2026-11-24', '00:30'))).toBe('2026-11-24 00:30')
  expect(wallTime('2026-11-23T16:30:00Z')).toBe('2026-11-24 00:30')
})

it('says how long ago a device was heard of', () => {
  const now = Date.parse('2026-11-24T09:00:00+08:00')
  expect(ago('2026-11-24T08:59:30+08:00', now)).toBe('刚刚')
  expect(ago('2026-11-24T08:20:00+08:00', now)).toBe('40 分钟前')
  expect(ago('2026-11-20T09:00:00+08:00', now)).toBe('4 天前')
})

it('says how wrong a phone clock is', () => {
  expect(offsetText(null)).toBe('未知')
  expect(offsetText(2)).toBe('准')
  expect(offsetText(-20)).toBe('慢 20 秒')
  expect(offsetText(7200)).toBe('快 2 小时')
})

it('counts down to zero and stays there', () => {
  expect(countdown(545_000, 0)).toBe('9:05')
  expect(countdown(0, 1)).toBe('0:00')
})
