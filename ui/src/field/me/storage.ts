import type { Storage } from '../../common/bindings/Storage'

const KIB = 1024

/** Bytes as a person reads them. */
export function megabytes(bytes: number): string {
  if (bytes >= KIB * KIB * KIB) return `${(bytes / (KIB * KIB * KIB)).toFixed(1)} GB`
  return bytes < KIB * KIB ? `${Math.ceil(bytes / KIB)} KB` : `${(bytes / (KIB * KIB)).toFixed(1)} MB`
}

/** Bytes by what may become of them: records, photos, and of these what the office has and what is only here. */
export function storageOf({ store_bytes, attachment_bytes, received_bytes }: Storage) {
  return {
    // The store is counted on disk, and its log may lag behind what was just put in.
    records: Math.max(0, store_bytes - attachment_bytes),
    photos: attachment_bytes,
    received: received_bytes,
    only: Math.max(0, attachment_bytes - received_bytes),
  }
}
