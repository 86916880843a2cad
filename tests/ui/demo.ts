/** Starts `demo --json`: the shipped server, an invented township and a phone as a page, each a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const built = join(process.env['CARGO_TARGET_DIR'] ?? join(root, 'target'), 'debug')
const program = join(built, 'demo')
const office = join(built, 'guihang')

interface Account {
  login: string
  name: string
  role: string
  password: string
  totp_secret: string
}

interface Said {
  office: string
  phone: string
  /** Where the office's clock is put ahead, if it was started with one that can be. */
  clock: string | null
  township: { code: string; name: string; accounts: Account[]; cases: string[] }
}

/** The process of one phone, from outside. */
export interface Host {
  url: string
  setNetwork(cut: boolean): Promise<void>
}

export interface Demo extends Said {
  account(login: string): Account
  setNetwork(cut: boolean): Promise<void>
  /** Puts the office's clock ahead, never back; sessions of before end by their own rules. */
  setDaysAhead(days: number): Promise<void>
  /** The time the office goes by, Unix milliseconds. */
  now(): number
  /** SIGKILL to the phone's process; resolves when it is up again. */
  killPhone(): Promise<void>
  /** One more account, by the office's own command. */
  addUser(login: string, name: string, role: string): Promise<void>
  /** One more phone, unpaired, until the demo stops. */
  anotherPhone(): Promise<Host>
  stop(): Promise<void>
}

export async function startDemo(how: { movableClock?: boolean } = {}): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'guihang-story-'))
  const args = ['--json', '--data', join(folder, 'demo'), '--office-port', '0', '--phone-port', '0']
  if (how.movableClock) args.push('--movable-clock')
  const env = { ...process.env }
  delete env['DISPLAY']
  const start = (of: string[]) => spawn(program, of, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
  const child = start(args)
  const said = JSON.parse(await firstLine(child)) as Said
  const others: ChildProcess[] = []
  let daysAhead = 0
  return {
    ...said,
    account: (login) => {
      const found = said.township.accounts.find((a) => a.login === login)
      if (!found) throw new Error(`no account ${login}`)
      return found
    },
    setNetwork: (cut) => setNetwork(said.phone, cut),
    setDaysAhead: async (days) => {
      if (said.clock === null) throw new Error('this office goes by the clock of the wall')
      await post(said.clock, '', { days_ahead: days })
      daysAhead = Math.max(daysAhead, days)
    },
    now: () => Date.now() + daysAhead * 864e5,
    killPhone: async () => {
      await post(said.phone, '/demo/kill', {}).catch(() => undefined)
      for (let up = false; !up; ) {
        await new Promise((done) => setTimeout(done, 100))
        up = await fetch(said.phone + '/demo/link').then(
          (r) => r.ok,
          () => false,
        )
      }
    },
    addUser: async (login, name, role) => {
      const data = join(folder, 'demo')
      const place = ['--data', join(data, 'office'), '--key-file', join(data, 'keys/server.key')]
      const who = ['--township', said.township.code, '--login', login, '--name', name, '--role', role]
      const added = spawn(office, ['user', 'add', ...place, ...who], { env, stdio: ['ignore', 'ignore', 'inherit'] })
      const code = await new Promise((done) => added.once('exit', done))
      if (code !== 0) throw new Error(`no account ${login}: ${String(code)}`)
    },
    anotherPhone: async () => {
      const phone = start(['phone', '--folder', join(folder, `phone-${others.length}`), '--port', '0'])
      others.push(phone)
      const url = (await firstLine(phone)).replace(/^phone on /, '')
      return { url, setNetwork: (cut) => setNetwork(url, cut) }
    },
    stop: async () => {
      await Promise.all([...others, child].map(end))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const post = (at: string, path: string, body: unknown) =>
  fetch(at + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

async function setNetwork(at: string, cut: boolean): Promise<void> {
  await post(at, '/demo/link', { cut })
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((done) => child.once('exit', done))
  child.kill('SIGINT')
  await ended
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code) => fail(new Error(`demo ended with ${code}`)))
    if (!child.stdout) return fail(new Error('no pipe'))
    createInterface({ input: child.stdout }).once('line', done)
  })
}

/** The six digits an authenticator shows now (RFC 6238). */
export function totp(base32: string, at = Date.now()): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...base32.replace(/=+$/, '')].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('')
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const digest = createHmac('sha1', secret).update(step).digest()
  const word = digest.readUInt32BE(digest[19]! & 15) & 0x7fffffff
  return String(word % 1_000_000).padStart(6, '0')
}
