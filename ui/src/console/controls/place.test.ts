// @vitest-environment node
import { expect, it } from 'vitest'
import { placeText } from './place'

it('a place says latitude, longitude and how far off it may be', () => {
  expect(placeText({ latitude_e4: 261_234, longitude_e4: 1_125_678, accuracy_m: 30 })).toBe('26.1234, 112.5678（约 30 米内）')
  expect(placeText({ latitude_e4: -5, longitude_e4: 1_200_000, accuracy_m: 1_200 })).toBe('-0.0005, 120.0000（约 1200 米内）')
})
