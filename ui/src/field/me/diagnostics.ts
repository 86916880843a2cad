import type { AppState } from '../../common/bindings/AppState'
import type { Uploads } from '../../common/bindings/Uploads'

/** What a technician needs, and nothing of anybody: counts, versions, codes. Names and places are not read at all. */
export function diagnostics(state: AppState, uploads: Uploads | null, machine: { agent: string; width: number; height: number }): string {
  const sync = state.sync
  const lines: [string, string | number | null | undefined][] = [
    ['app', state.app_version],
    ['role', state.role],
    ['device', state.fingerprint],
    ['demo', state.demo_device ? 'yes' : 'no'],
    ['unsent', sync?.unsent],
    ['quarantined', sync?.quarantined],
    ['returned', sync?.returned],
    ['attachments', sync?.attachments],
    ['online', sync?.online === null || sync?.online === undefined ? 'untried' : sync.online ? 'yes' : 'no'],
    ['last_success', sync?.last_success],
    ['problem', sync?.problem?.code],
    ['update', sync?.update],
    ['capsule', state.capsule],
    ['store_bytes', uploads?.store_bytes],
    ['attachment_bytes', uploads?.attachment_bytes],
    ['tally', uploads?.tally ? Object.values(uploads.tally).join('/') : null],
    ['look', `${state.look.theme} ${state.look.text_size}`],
    ['idle_minutes', state.idle_minutes],
    ['screen', `${machine.width}x${machine.height}`],
    ['agent', machine.agent],
  ]
  return lines.map(([name, value]) => `${name}: ${value ?? '-'}`).join('\n')
}
