/**
 * One person's way through the office by keyboard alone: from the order to the report-in day with its papers, two refusals
 * with their admonitions, a suspension, a change of place, a leave, the last assessment, the discharge with its upload, and
 * the day after the term. After each step what the office's server makes of the facts – its fold by `shared` – is asked for.
 */
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PersonView } from '../../ui/src/common/bindings/console/PersonView'
import type { RegisterPage } from '../../ui/src/common/bindings/console/RegisterPage'
import { launch, shut } from '../../ui/probes/browser'
import { type Demo, startDemo } from './demo'
import { Keyboard } from '../../ui/probes/console/keyboard'
import { openOffice } from './office'

const results = fileURLToPath(new URL('../../ui/test-results', import.meta.url))
const NAME = '试例九'
const DAY = 864e5

/** A day so many days ago in Beijing, as a clerk types it. */
const ago = (days: number): string => new Date(Date.now() + 8 * 3600e3 - days * DAY).toISOString().slice(0, 10)
const TERM_MONTHS = 6
/** Each grade of the last assessment. */
const FINAL = [['配合程度', '好'], ['表现情况', '较好'], ['康复情况', '较好'], ['结论', '较好']] as const
/** Days in detention. */
const HELD = 10
/** Days from today to the plain last day of the term, so that the report-in lies on a day every month has. */
const LEFT = [0, 1, 2, 3, 4].find((days) => Number(ago(-1 - days).slice(8)) <= 28) ?? 0
const REPORTED = ((): number => {
  const after = new Date(`${ago(-1 - LEFT)}T00:00:00Z`)
  const reported = Date.UTC(after.getUTCFullYear(), after.getUTCMonth() - TERM_MONTHS, after.getUTCDate())
  return Math.round((Date.parse(`${ago(0)}T00:00:00Z`) - reported) / DAY)
})()

describe('one person’s way by keyboard alone', () => {
  let demo: Demo
  let browser: Browser
  let page: Page
  let keys: Keyboard
  let id = ''

  beforeAll(async () => {
    demo = await startDemo({ movableClock: true })
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

  /** The file, found by typing the name. */
  const backToFile = async (by: Keyboard) => {
    // A page of rows gives the focus to its first one.
    await by.page.getByText(/^(没有待决定事项|待决定 \d+ 项)$/).waitFor()
    await by.page.waitForFunction(() => document.querySelector('main [data-row]') === null || document.activeElement?.hasAttribute('data-row'))
    await by.press('/')
    await by.page.keyboard.type(NAME)
    await by.press('Enter')
    await by.page.getByRole('heading', { level: 1, name: '人员名册' }).waitFor()
    await by.page.waitForFunction(() => document.activeElement?.hasAttribute('data-row'))
    await by.press('Enter')
    await by.heading(NAME)
  }
  /** From the file to a decision, and back to the file. */
  const decide = async (by: Keyboard, kind: string, fill: () => Promise<void>) => {
    await by.open('link', '办理')
    await by.heading(/：/)
    await by.open('button', new RegExp(`^${kind}`))
    await by.heading(`${NAME}：${kind}`)
    await fill()
    await by.save('待决定')
    await backToFile(by)
  }

  it('an order opens the case with the report-in of who came along', async () => {
    await keys.press('d')
    await keys.heading('登记决定书')
    await keys.choose('社区戒毒')
    await keys.type('决定日期', ago(REPORTED + 5))
    await keys.type('期限（月）', String(TERM_MONTHS))
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
    for (const [at, level] of [[150, 'admonition_1'], [130, 'admonition_2']] as const) {
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

  it('a suspension moves the last day of the term', async () => {
    const before = (await file()).page.head.term_last
    await decide(keys, '中止（羁押）', async () => {
      await keys.select('羁押种类', '行政拘留')
      await keys.type('羁押场所', '例县拘留所')
      await keys.type('羁押第一天', ago(100))
    })
    expect((await file()).page.head.state).toBe('suspended')
    await decide(keys, '恢复执行（释放）', async () => {
      await keys.type('释放日期', ago(100 - HELD))
    })
    const { head } = (await file()).page
    expect([before, head.state, head.term_last]).toEqual([ago(-LEFT), 'active', ago(-LEFT - HELD)])
  })

  it('a change of place goes through its chain and the term runs on', async () => {
    const steps: [kind: string, day: string, fill?: () => Promise<void>][] = [
      ['变更执行地申请', '公安收到申请日期', async () => {
        await keys.select('变更事由', '居住地变化')
        await keys.type('新执行地', '例北镇')
      }],
      ['接到公安的变更通知', '接到通知日期'],
      ['提交变更审批表', '提交日期', () => keys.type('办公室意见', '情况属实，同意变更')],
      ['公安批准变更', '批准日期', () => keys.type(/^本人收到通知书日期/, ago(68))],
      ['移交档案', '移交日期'],
      ['到新执行地报到', '报到日期', () => keys.type('新执行地', '例北镇')],
    ]
    for (const [n, [kind, day, fill]] of steps.entries()) {
      await decide(keys, kind, async () => {
        await fill?.()
        await keys.type(day, ago(75 - n * 2))
      })
      const flags = (await file()).page.flags
      expect(flags.includes('transfer_in_progress'), kind).toBe(n < steps.length - 1)
    }
    expect((await file()).page.head.term_last).toBe(ago(-LEFT - HELD))
  })

  it('a leave is asked for, granted by another of the office, and ended', async () => {
    await decide(keys, '请假申请', async () => {
      await keys.type('第一天', ago(0))
      await keys.type('返回日', ago(-4))
      await keys.type('外出地点', '例省例市')
      await keys.select('事由', '探亲')
    })
    const other = new Keyboard(await openOffice(browser, demo, 'mo'))
    await other.press('e')
    await other.heading('待决定')
    await backToFile(other)
    await decide(other, '准假', async () => other.type('准假日期', ago(0)))
    await other.page.context().close()
    await page.reload()
    await keys.heading(NAME)
    await decide(keys, '销假', async () => keys.type('返回日期', ago(0)))
    const kinds = (await file()).page.timeline.filter((entry) => entry.kind === 'leave').length
    expect(kinds).toBe(3)
  })

  it('the last assessment', async () => {
    expect(await owed()).toContain('final_assessment')
    await decide(keys, '期满评估', async () => {
      for (const [grade, text] of FINAL) await keys.select(grade, text)
      await keys.type('意见', '继续接受社区帮扶')
      await keys.type('评估人，每行一人，至少两人', '试例成员0\n试例成员1')
      await keys.type('评估日期', ago(21))
    })
    expect(await owed()).not.toContain('final_assessment')
  })

  it('the discharge: proposed by one, approved by another, the notice, the upload', async () => {
    await decide(keys, '提出解除建议', async () => {
      await keys.type('执行情况和建议', '期满，建议按期解除')
      await keys.type('提出日期', ago(20))
    })
    expect(await owed()).toContain('discharge_proposal')
    const leader = new Keyboard(await openOffice(browser, demo, 'gao'))
    await leader.press('e')
    await leader.heading('待决定')
    await leader.open('button', new RegExp(`^批准：${NAME}`))
    await leader.answer('批准')
    await leader.page.getByText('已批准，记入档案').waitFor()
    await leader.page.context().close()
    expect(await owed()).not.toContain('discharge_proposal')
    await page.reload()
    await keys.heading(NAME)
    await decide(keys, '登记解除通知书', async () => {
      await keys.type('通知书文号', '例公(禁)解字〔2026〕9号')
      await keys.type('通知书日期', ago(0))
    })
    await decide(keys, '乡镇收到解除通知书', async () => keys.type('收到日期', ago(0)))
    await keys.press('s')
    await keys.heading('公安上传台账')
    await keys.open('button', `上传单：${NAME}`)
    await page.getByText('第 1 项').waitFor()
    await keys.press('Enter')
    await page.getByText('第 2 项').waitFor()
    await keys.answer('登记已上传')
    await keys.heading('登记公安上传')
    await keys.type('告知人（公安）', '试例民警')
    await keys.type(/^上传编号/, '例传〔2026〕9号')
    await keys.save(NAME)
    const rows = await page.evaluate(async () => (await fetch('/api/registers/uploads')).json() as Promise<RegisterPage>)
    const own = rows.rows.find((line) => line.case === id)
    expect([own?.row.status, own?.row.cells.includes('例传〔2026〕9号')]).toEqual(['done', true])
    const steps = (await file()).page.timeline.filter((entry) => entry.kind === 'discharge').length
    expect([steps, (await owed()).filter((kind) => kind.startsWith('discharge'))]).toEqual([3, []])
  })

  it('the day after the term the measure is over: discharged', async () => {
    expect((await file()).page.head.state).toBe('active')
    await demo.setDaysAhead(LEFT + HELD)
    await page.context().close()
    page = await openOffice(browser, demo, 'wen')
    keys = new Keyboard(page)
    expect((await file()).page.head.state).toBe('active')
    await demo.setDaysAhead(LEFT + HELD + 1)
    await page.context().close()
    page = await openOffice(browser, demo, 'wen')
    keys = new Keyboard(page)
    // The talk after the release was never recorded; nobody is called to it any more.
    expect([(await file()).page.head.state, await owed()]).toEqual(['discharged', []])
    // Sealed: no search finds it, the list of what is over does.
    await keys.press('2')
    await keys.heading('人员名册')
    await keys.open('button', /^已结束/)
    const row = page.getByRole('row').filter({ hasText: NAME })
    await row.getByText('已解除').waitFor()
    await keys.press('/')
    await page.keyboard.type(NAME)
    await row.waitFor({ state: 'detached' })
  })
})
