/**
 * The papers of one person by keyboard alone, against the shipped server: a refusal, its admonition issued under a number,
 * served to who will not sign, printed as it was seen, and the whole dossier as one PDF.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Download, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PapersView } from '../../ui/src/common/bindings/console/PapersView'
import type { PersonList } from '../../ui/src/common/bindings/console/PersonList'
import { launch, settled, shut } from '../../ui/probes/browser'
import { Keyboard } from '../../ui/probes/console/keyboard'
import { type Demo, startDemo } from './demo'
import { openOffice } from './office'

const results = fileURLToPath(new URL('../../ui/test-results', import.meta.url))
const WITNESS = '例村支书'
const PURPOSE = '2026年第四季度督导检查'

/** All of a download. */
async function bytesOf(download: Download): Promise<Buffer> {
  return readFileSync(await download.path())
}

describe('the papers of one person by keyboard alone', () => {
  let demo: Demo
  let browser: Browser
  let page: Page
  let keys: Keyboard
  let name = ''
  let id = ''

  beforeAll(async () => {
    demo = await startDemo()
    const of = (await launch()).browser()
    if (!of) throw new Error('no browser')
    browser = of
    page = await openOffice(browser, demo, 'wen')
    keys = new Keyboard(page)
    const list = await page.evaluate(async () => (await fetch('/api/persons?filter=active')).json() as Promise<PersonList>)
    const head = list.rows[0]?.head
    if (!head) throw new Error('nobody is under a measure')
    ;[name, id] = [head.name, head.case]
  })
  afterAll(async () => {
    await page?.screenshot({ path: `${results}/papers-last.png` }).catch(() => undefined)
    await shut(page?.context())
    await demo?.stop()
  })

  const papers = () => page.evaluate(async (of) => (await fetch(`/api/cases/${of}/papers`)).json() as Promise<PapersView>, id)
  const admonition = async () => (await papers()).lines.find((line) => line.row.key.paper === 'D11')
  /** Down the list to the admonition. */
  const toAdmonition = async () => {
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-row'))
    const at = () => page.evaluate(() => document.activeElement?.getAttribute('data-paper') ?? '')
    for (let row = 0; row < 100 && !(await at()).startsWith('D11.'); row++) await keys.press('j')
    expect(await at()).toMatch(/^D11\./)
  }

  it('a refusal calls for an admonition, which is issued under a number', async () => {
    await page.getByRole('heading', { level: 1, name: '工作台' }).waitFor()
    await keys.press('/')
    await page.keyboard.type(name)
    await keys.press('Enter')
    await keys.heading('人员名册')
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-row'))
    await keys.press('Enter')
    await keys.heading(name)
    await keys.open('link', '登记拒检')
    await keys.heading('登记拒检')
    await page.getByRole('button', { name: /^保存/ }).waitFor()
    await keys.choose('拒绝检测')
    await keys.type(/^地点/, '柳例镇派出所')
    await keys.type('经过', '到场后拒绝提供样本')
    await keys.save(name)

    await keys.open('link', '文书')
    await keys.heading(`${name}：文书`)
    await toAdmonition()
    await page.screenshot({ path: `${results}/papers-list.png` })
    await keys.press('q')
    await keys.heading(`${name}：违规行为告诫书`)
    await page.locator('.sheet-paper').getByText('到场后拒绝提供样本').waitFor()
    await page.screenshot({ path: `${results}/papers-draft.png` })
    await keys.press('Control+Enter')
    await page.getByText(/^已签发：.+〔\d{4}〕\d+号$/).waitFor()
    await keys.heading(`${name}：文书`)
    const line = await admonition()
    expect([line?.issued[0]?.state, line?.row.made]).toEqual(['issued', true])
  })

  it('it is served to who will not sign, before a witness', async () => {
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-paper')?.startsWith('D11.'))
    await keys.press('s')
    await page.getByRole('dialog').getByLabel('签收人').waitFor()
    const signing = page.getByRole('dialog').getByRole('radio', { name: '已签名' })
    await keys.reach(signing)
    await keys.press('ArrowDown')
    await keys.reach(page.getByRole('dialog').getByLabel('见证人 1'))
    await page.keyboard.type(WITNESS)
    await keys.press('Control+Enter')
    await page.getByText('已登记送达').waitFor()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label')?.endsWith('已送达'))
    const served = (await admonition())?.issued[0]
    expect([served?.state, served?.served[0]?.signing, served?.served[0]?.witnesses]).toEqual(['served', 'refused', [WITNESS]])
  })

  it('what is seen is what is printed', async () => {
    await keys.press('d')
    await keys.heading('打印：违规行为告诫书')
    await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
    await page.keyboard.type('送达本人')
    await keys.press('Enter')
    await page.getByText(/^共 \d+ 页$/).waitFor()
    const widths = await page.locator('.print-pages img').evaluateAll((all) => Promise.all(all.map(async (img) => (await (img as HTMLImageElement).decode(), (img as HTMLImageElement).naturalWidth))))
    expect(widths.length).toBeGreaterThan(0)
    expect(Math.min(...widths)).toBeGreaterThan(600)
    await page.screenshot({ path: `${results}/papers-print.png` })
    // A browser shows such an answer to its reader alone: it is read on its way.
    let pdf = Buffer.alloc(0)
    await page.route('**/papers/print', async (route) => {
      const answer = await route.fetch()
      pdf = await answer.body()
      await route.fulfill({ response: answer, body: pdf })
    })
    const opened = page.context().waitForEvent('page')
    await keys.press('d')
    await page.getByText('PDF 已在新窗口打开').waitFor()
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    await page.unroute('**/papers/print')
    const tab = await opened
    await tab.close()
    const saving = page.waitForEvent('download')
    await keys.press('w')
    const word = await saving
    expect(word.suggestedFilename()).toMatch(/^违规行为告诫书-.+\.docx$/)
    expect((await bytesOf(word)).subarray(0, 2).toString()).toBe('PK')
  })

  it('the dossier says what is missing, and leaves as one PDF with its pages', async () => {
    await keys.open('link', '回文书')
    await keys.heading(`${name}：文书`)
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-row'))
    await keys.press('m')
    await keys.heading(`${name}：卷内目录`)
    await page.getByRole('heading', { name: /^缺件 \d+ 项|没有缺件/ }).waitFor()
    await keys.type('用途', PURPOSE)
    const saving = page.waitForEvent('download', { timeout: 60_000 })
    await keys.press('Control+Enter')
    const pdf = await bytesOf(await saving)
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    const said = await page.getByText(/^已下载 迎检包-.+：共 \d+ 页/).textContent()
    const pages = Number(/共 (\d+) 页/.exec(said ?? '')?.[1])
    expect(pages).toBeGreaterThan(3)
    await page.screenshot({ path: `${results}/papers-dossier.png` })
    console.log(`a dossier of ${pages} pages, ${(pdf.length / 1024).toFixed(0)} KiB`)
  })

  it('layouts list what a paper may say', async () => {
    // A letter typed into a field is a letter.
    await keys.reach(page.locator('main').getByRole('link', { name: '文书', exact: true }))
    await keys.press('f')
    await keys.heading('版式')
    await keys.open('button', '字段名：违规行为告诫书')
    await page.getByRole('dialog').getByRole('button', { name: '复制 姓名' }).waitFor()
    await settled(page)
    await page.screenshot({ path: `${results}/papers-layouts.png` })
  })
})
