// @vitest-environment node
import { expect, it } from 'vitest'
import { megabytes, storageOf } from './storage'

it('photos are told apart from records, and what the office has from what is only here', () => {
  expect(storageOf({ store_bytes: 9_000, attachment_bytes: 5_000, received_bytes: 3_000, free_mib: null })).toEqual({
    records: 4_000, photos: 5_000, received: 3_000, only: 2_000,
  })
  expect(storageOf({ store_bytes: 10, attachment_bytes: 50, received_bytes: 0, free_mib: null }).records).toBe(0)
})
it('bytes are said in the unit that fits', () => {
  expect([0, 1_500, 4_718_592, 5_368_709_120].map(megabytes)).toEqual(['0 KB', '2 KB', '4.5 MB', '5.0 GB'])
})
