import type { Draft } from '../common/bindings/Draft'
import type { BreachRow } from '../common/bindings/BreachRow'
import type { Breaches } from '../common/bindings/Breaches'
import type { Follows } from '../common/bindings/Follows'
import type { Roster } from '../common/bindings/Roster'
import type { TestNotices } from '../common/bindings/TestNotices'
import { addDays } from '../common/dates'
import type { Person } from '../common/bindings/Person'
import { duty, heads, TODAY } from './people'

/* An invented morning at an invented station. */
const NOW = `${TODAY}T09:41:00+08:00`
const minute = (clock: string) => `${TODAY}T${clock}:00+08:00`
const onFile = { window: 14, served_at: `${addDays(TODAY, -4)}T10:00:00+08:00`, test_day: TODAY, manner: 'in_person' as const }

export function rosterOf(scene: string): Roster {
  const first = scene.endsWith('-first')
  const timed = scene === 'tests-timers'
  const strips: Readonly<Record<number, [string, string]>> = { 2: ['09:35', '09:40'], 3: ['09:38', '09:43'], 5: ['09:40', '09:45'] }
  return {
    now: NOW,
    session:
      scene.startsWith('tests-setup')
        ? null
        : {
            place: '演示派出所',
            setting: 'regular',
            method: 'urine',
            kit: { name: '联合检测板', lot: '20260801', expires: '2027-07-31' },
            tester: 'u2',
            second_staff: '庚七',
            panel: ['MOP', 'MET', 'KET'],
            wait_minutes: 5,
          },
    testers: [
      { user: 'u2', name: '民警 己六', role: 'police' },
      { user: 'u3', name: '民警 辛八', role: 'police' },
    ],
    suggestion: null,
    rows: (first ? [] : heads)
      .filter((h) => h.state === 'active')
      .map((person, i) => {
        const strip = timed ? strips[i] : undefined
        return {
          person,
          duty: i === 4 ? null : duty('test', [-3, 0, 6, 12][i % 4] ?? 0),
          done: i === 1 ? '阴性' : null,
          strip: strip ? { case: person.case, started_at: minute(strip[0]), ready_at: minute(strip[1]) } : null,
          refusals: i === 0 ? 1 : 0,
          sample: '20261124-02',
        }
      }),
  }
}

const step = (ordinal: number, event: string, issued: boolean, served: string | null): BreachRow['steps'][number] => ({
  ordinal,
  event,
  happened_at: `${addDays(TODAY, ordinal === 1 ? -60 : 0)}T09:41:00+08:00`,
  paper: ordinal > 2 ? null : { paper: 'D11', about: event, since: TODAY },
  issued_at: issued ? `${addDays(TODAY, -58)}T10:00:00+08:00` : null,
  served,
})

export function breachesOf(scene: string, name: string): Breaches {
  const third = scene.endsWith('-serious')
  const none = scene === 'admonition-none' || scene === 'follows-positive'
  const steps = [step(1, 'e4', true, '当面'), step(2, 'e9', scene === 'admonition-serve', null), ...(third ? [step(3, 'e10', false, null)] : [])]
  return {
    person_name: name,
    now: NOW,
    today: TODAY,
    forced_approved: false,
    rows: [
      {
        series: 'test',
        level: none ? 'none' : third ? 'serious_candidate' : 'admonition_2',
        steps: none ? [] : steps,
        days: null,
        proposed: third ? ['test_refusal'] : [],
      },
      { series: 'absence', level: 'none', steps: [], days: 0, proposed: [] },
    ],
    may_issue: scene.startsWith('admonition-office'),
    may_serve: true,
    notice: scene === 'refusal-no-notice' ? null : onFile,
  }
}

export function followsOf(scene: string, name: string): Follows {
  const positive = scene === 'follows-positive'
  return {
    person_name: name,
    summary: positive ? '定期 · 尿液 · 阳性' : '拒绝检测 · 当面说不做',
    answer: {
      at: TODAY,
      state_before: 'active',
      state: 'active',
      changes: positive ? [{ what: '复吸报告（2026-11-24）', before: '', after: '2026-11-25 09:41 待办' }] : [],
      papers: positive
        ? [{ name: '现场检测报告书/实验室报告', to: '', due: null }]
        : [{ name: '违规行为告诫书', to: '本人', due: null }],
    },
    breaches: breachesOf(scene, name),
  }
}

export function noticesFor(): TestNotices {
  return {
    now: NOW,
    today: TODAY,
    place: '演示派出所',
    rows: heads
      .filter((h) => h.state === 'active')
      .map((person, i) => ({
        person,
        window: 14,
        first: addDays(TODAY, -14),
        last: addDays(TODAY, 6 + i),
        served: i === 3 ? onFile : null,
        paper: { paper: 'D08' as const, about: null, since: addDays(TODAY, -14) },
      })),
  }
}

/** A form that was begun on one of the screens of a test. */
export function draftOf(scene: string, person: { case: string; name: string }): Draft[] {
  const begun = (kind: Draft['kind'], form: object): Draft[] => [
    { id: 'd7', kind, case: person.case, person_name: person.name, saved_at: `${TODAY}T09:12:00+08:00`, form: JSON.stringify(form), rule_version: '2026-01', rules_changed: false },
  ]
  const service = { manner: 'by_family', signing: 'signed', takenBy: '试例乙（母）', witnesses: '', photos: [], signature: null }
  if (scene === 'other-draft') return begun('test', { second: '庚七', covers: ['12'], begun_on: { what: 'makeup' } })
  if (scene === 'visit-stale') return begun('visit', { notes: '邻居说他近来安稳，常在家。', cooperation: 'willing', begun_on: { mend: 'e6' } })
  if (scene === 'visit-mend-draft') return begun('visit', { notes: '邻居说他近来安稳。', mendReason: '补写邻居意见', begun_on: { mend: 'e6' } })
  if (scene === 'tests-draft') return begun('test', { result: 'positive', remarks: '服美沙酮。', drugs: ['MOP'], begun_on: { what: 'sheet' } })
  if (scene === 'tests-setup-draft') return begun('test', { place: '演示派出所二楼', lot: '2026', begun_on: { what: 'session' } })
  if (scene === 'today-draft')
    return [
      ...begun('visit', { duty: { kind: 'report_in', window: null }, reason: 'other', other: '本人在外地就医', begun_on: { what: 'snooze' } }),
      ...begun('visit', { notes: '邻居', begun_on: { mend: 'e6' } }).map((d) => ({ ...d, id: 'd8' })),
      ...begun('test', { lot: '2026', begun_on: { what: 'session' } }).map((d) => ({ ...d, id: 'd9' })),
    ]
  if (scene === 'me-dropped') return begun('visit', { notes: '邻居', begun_on: { dropped: true } })
  if (scene === 'cards-draft') return begun('guidance', { content: '谈了近来的睡眠', begun_on: { what: 'card' } })
  if (scene === 'admonition-draft') return begun('admonition', { event: 'e9', service })
  if (scene === 'test-notices-draft') return begun('test_notice', { picked: [person.case], day: TODAY, place: '演示派出所', service })
  return []
}

/** A person with a missed window to make up, or a sample that is still with others. */
export function withTests(scene: string, before: Person): Person {
  const begun = draftOf(scene, before.page.head)
  const person = begun.length ? { ...before, drafts: begun } : before
  if (scene === 'other-makeup' || scene === 'other-draft')
    return {
      ...person,
      page: { ...person.page, duties: [{ ...duty('makeup_test', 40), key: { kind: 'makeup_test', window: 12 } }, { ...duty('makeup_test', 70), key: { kind: 'makeup_test', window: 13 } }] },
    }
  if (scene !== 'test-result') return person
  const first = person.page.timeline[0]
  if (first === undefined) return person
  const entry = { ...first, event: 'e77', kind: 'test' as const, happened_at: `${addDays(TODAY, -3)}T10:00:00+08:00`, summary: '委托流入地 · 尿液 · 待实验室' }
  const mark = { ...person.records[0], event: 'e77', own: false } as Person['records'][number]
  return {
    ...person,
    awaited: [
      {
        event: 'e77',
        sampled_at: entry.happened_at,
        setting: 'entrusted',
        method: 'urine',
        place: '演示市公安局禁毒支队',
        author_name: '民警 辛八',
      },
    ],
    records: [mark, ...person.records],
    page: { ...person.page, duties: [duty('entrusted_feedback', 2, null)], timeline: [entry, ...person.page.timeline] },
  }
}
