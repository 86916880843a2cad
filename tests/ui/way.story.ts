/**
 * One person's way through the office by keyboard alone: from the order to the report-in day with its papers, two refusals
 * with their admonitions. After each step what the office's server makes of the facts – its fold by `shared` – is asked for.
 */
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PersonView } from '../../ui/src/common/bindings/console/PersonView'
import { launch, shut } from '../../ui/probes/browser'
import { type Demo, startDemo } from './demo'
import { Keyboard } from './keyboard'
import { openOffice } from './office'

const results = fileURLToPath(new URL('../../ui/test-results', import.meta.url))
const NAME = '试例九'
const DAY = 864e5

/** A day so many days ago in Beijing, as a clerk types it. */
const ago = (days: number): string => new Date(Date.now() + 8 * 3600e3 - days * DAY).toISOString().slice(0, 10)
const REPORTED = 200

describe('one person’s way by keyboard alone', () => {
  let demo: Demo
  let browser: Browser
  let page: Page
  let keys: Keyboard
  let id = ''

  beforeAll(async () => {
    demo = await startDemo()
    const of = (await launch()).browser()
    if (!of) throw new Error('no browser')
    browser = of
    page = await openOffice(browser, demo, 'wen')
    keys = new Keyboard(page)
  })
  afterAll(async () => {
    await page?.screenshot({ path: `${results}/way-last.png` }).catch(() => undefined)
    await shut(page?.context())
    await demo?.stop()
  })

  /** The file as the server folds it. */
  const file = () => page.evaluate(async (of) => (await fetch(`/api/persons/${of}`)).json() as Promise<PersonView>, id)
  const owed = async () => (await file()).page.duties.map((duty) => duty.key.kind)
  /** From the file to one of its forms and back. */
  const step = async (title: string, fill: () => Promise<void>) => {
    await keys.open('link', title)
    await keys.heading(title)
    await page.getByRole('button', { name: /^保存/ }).waitFor()
    await fill()
    await keys.save(NAME)
  }

  it('an order opens the case with the report-in of who came along', async () => {
    await keys.press('d')
    await keys.heading('登记决定书')
    await keys.choose('社区戒毒')
    await keys.type('决定日期', ago(REPORTED + 5))
    await keys.type('期限（月）', '36')
    await keys.type('文号', '例公(禁)社字〔2026〕第909号')
    await keys.type('决定机关', '例县公安局')
    await keys.type(/^本人收到日期/, ago(REPORTED + 3))
    await keys.type('姓名', NAME)
    await keys.type('证件号码', '999999198807070718')
    await keys.type('管辖村（社区）', '东塘村')
    await keys.type('现居住地', '东塘村例9组')
    await keys.tick(/本人随决定书一起来/)
    await keys.type('报到日期', ago(REPORTED))
    await keys.choose('自行报到')
    await keys.tick('苗专干')
    await keys.save(NAME)
    id = new URL(page.url()).hash.split('/').at(-1) ?? ''
    const { head } = (await file()).page
    expect([head.state, head.term_first, head.name]).toEqual(['active', ago(REPORTED), NAME])
    expect(await owed()).toContain('agreement')
  })

  it('the report-in day: told, agreement, form, plan and a whole group', async () => {
    await keys.open('link', '登记协议')
    await keys.heading('登记协议')
    await keys.type('签订日期', ago(REPORTED))
    await keys.type(/^告知权利义务日期/, ago(REPORTED))
    await keys.type(/^告知时刻/, '0930')
    await keys.save(NAME)
    expect(await owed()).not.toContain('agreement')
    await step('填基本情况登记表', async () => {
      await keys.type('日期', ago(REPORTED))
      await keys.type(/^户籍地(可不填)?$/, '例县例镇')
    })
    await step('填戒毒（康复）计划', async () => {
      await keys.type('日期', ago(REPORTED))
      await keys.type('吸毒史及治疗情况', '吸食两年，未治疗')
      await keys.type('应采取的戒毒治疗措施', '定期检测')
      await keys.type('心理咨询疏导计划', '每月一次')
      await keys.type('拟采取帮扶救助措施', '介绍就业')
      await keys.choose('否', '动员参加药物维持治疗')
      await keys.choose('否', '是否需要戒毒治疗')
    })
    await step('定工作小组', async () => {
      await keys.type('日期', ago(REPORTED))
      const names = page.locator('main .group-row').getByLabel(/^姓名/)
      for (let n = 0; n < 5; n++) {
        await keys.reach(names.nth(n))
        await page.keyboard.type(`试例成员${n}`)
      }
      await page.getByText('五类成员齐全').waitFor()
    })
    expect((await file()).page.group.missing).toEqual([])
  })

  it('two refusals, each with its admonition', async () => {
    for (const [at, level] of [[120, 'admonition_1'], [60, 'admonition_2']] as const) {
      await step('登记拒检', async () => {
        await keys.type('日期', ago(at))
        await keys.choose('拒绝检测')
        await keys.type(/^地点/, '柳例镇派出所')
        await keys.type('经过', '到场后拒绝提供样本')
      })
      await step('出具告诫书', async () => {
        await keys.type('日期', ago(at - 1))
        await keys.choose('逃避或拒绝检测')
        await keys.choose('当面')
      })
      const ladder = (await file()).page.ladders.find((row) => row.series === 'test')
      expect(ladder?.level).toBe(level)
    }
  })
})
