/**
 * A day in the field over the shipped server and the phone's own store: every flow is done with counted touches on the real
 * page, uploaded, and read back from the office's server.
 */
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { launch, shut } from '../../ui/probes/browser'
import { startDemo } from './demo'
import { away } from './field/away'
import { breach } from './field/breach'
import { clinic } from './field/clinic'
import { keeping } from './field/keeping'
import { type Kit } from './field/kit'
import { papers } from './field/papers'
import { rounds } from './field/rounds'
import { talks } from './field/talks'
import { tests } from './field/tests'
import { Handset } from './handset'
import { openOffice } from './office'

const results = fileURLToPath(new URL('../../ui/test-results', import.meta.url))

describe('a day in the field', () => {
  const kit = {} as Kit

  beforeAll(async () => {
    kit.demo = await startDemo()
    const browser = (await launch()).browser()
    if (!browser) throw new Error('no browser')
    kit.browser = browser
    kit.office = { clerk: await openOffice(browser, kit.demo, 'wen'), leader: await openOffice(browser, kit.demo, 'gao') }
    kit.worker = await Handset.pair(browser, kit.demo, kit.office, '苗专干')
    kit.tester = await Handset.pair(browser, kit.demo, kit.office, '石民警')
    kit.desk = await Handset.pair(browser, kit.demo, kit.office, '文内勤')
  })
  afterAll(async () => {
    // Where a step failed, this is what was to be seen.
    const pages = { worker: kit.worker?.page, tester: kit.tester?.page, desk: kit.desk?.page, clerk: kit.office?.clerk }
    for (const [name, page] of Object.entries(pages))
      await page?.screenshot({ path: `${results}/field-${name}-last.png` }).catch(() => undefined)
    await shut(kit.office?.clerk.context())
    await kit.demo?.stop()
  })

  it('has its phones paired', () => undefined)
  describe('with a person', () => talks(kit))
  describe('who is away', () => away(kit))
  describe('a morning of tests', () => tests(kit))
  describe('admonished', () => breach(kit))
  describe('papers', () => papers(kit))
  describe('on the round', () => rounds(kit))
  describe('from the clinic', () => clinic(kit))
  describe('nothing is lost', () => keeping(kit))
})
