/** Screens in their states. `steps` are what a person taps to get there, by visible text. Read by page and probes. */
export interface Scene {
  name: string
  route: string
  steps?: readonly string[]
}

export const scenes: readonly Scene[] = [
  { name: 'pair', route: '/' },
  { name: 'pair-refused', route: '/' },
  { name: 'set-pin', route: '/' },
  { name: 'locked', route: '/' },
  { name: 'locked-delayed', route: '/' },
  { name: 'locked-hand-in', route: '/', steps: ['.hand-in-open', '.hand-in .btn >> nth=1'] },
  { name: 'today', route: '/' },
  { name: 'today-empty', route: '/' },
  { name: 'today-first', route: '/' },
  { name: 'today-broken', route: '/' },
  { name: 'today-notices', route: '/' },
  { name: 'today-why', route: '/', steps: ['.task-why >> nth=0'] },
  { name: 'today-record', route: '/', steps: ['.tab >> nth=2'] },
  { name: 'people', route: '/people' },
  { name: 'people-none', route: '/people' },
  { name: 'people-first', route: '/people' },
  { name: 'person', route: '/person/c1' },
  { name: 'person-notices', route: '/person/c1' },
  { name: 'person-named', route: '/person/c1?record=e4' },
  { name: 'person-waiting', route: '/person/c5' },
  { name: 'person-what-if', route: '/person/c1', steps: ['.person-what-if'] },
  { name: 'person-what-if-told', route: '/person/c1', steps: ['.person-what-if', 'dialog[open] .btn.primary'] },
  { name: 'person-entry', route: '/person/c1', steps: ['.time-box >> nth=0'] },
  { name: 'visit', route: '/visit/c2' },
  { name: 'visit-draft', route: '/visit/c1' },
  { name: 'visit-refused', route: '/visit/c2', steps: ['.save-bar button'] },
  { name: 'visit-relative', route: '/visit/c2', steps: ['.presets', '.chip:has-text("亲属") >> nth=0', 'summary'] },
  { name: 'tests-setup', route: '/tests' },
  { name: 'tests', route: '/tests' },
  { name: 'tests-first', route: '/tests' },
  { name: 'tests-one', route: '/tests?who=c1' },
  { name: 'tests-positive', route: '/tests?who=c1', steps: ['.results .chip >> nth=1'] },
  { name: 'refusal', route: '/refusal/c2?manner=evade', steps: ['.chip >> nth=2'] },
  { name: 'uploads', route: '/uploads' },
  { name: 'uploads-offline', route: '/uploads' },
  { name: 'uploads-none', route: '/uploads' },
  { name: 'me', route: '/me' },
  { name: 'pin', route: '/pin' },
]
