import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { settled } from './browser'
import { Keys } from './console/count'
import { deskFaults, logIn, realErrors } from './console/desk'
import { office } from './console/office'
import { Town } from './console/server'

/* 文书, 拟稿, 送达, 撤回, 打印, 卷内目录 and 版式: read, reached, and gone through with no mouse. */
const at = office()
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
async function see(page: Page, path: string, name: string) {
  await page.evaluate((to) => (location.hash = to), path)
  await heading(page, name)
  await settled(page)
}
async function check(page: Page, picture: string, errors: string[]) {
  await settled(page)
  await page.screenshot({ path: `test-results/pictures/${picture}.png` })
  const faults = [...(await deskFaults(page)), ...realErrors(errors)]
  if (faults.length > 0) throw new Error(faults.join('\n'))
}
const focused = (page: Page, label: string | RegExp) =>
  page.waitForFunction(({ source, exact }) => {
    const name = document.activeElement?.getAttribute('aria-label') ?? ''
    return exact ? name === source : new RegExp(source).test(name)
  }, typeof label === 'string' ? { source: label, exact: true } : { source: label.source, exact: false })

const list = '/persons/case-8/papers'
const admonition = `${list}/draft?paper=D11&about=e-D11-2026-11-22&since=2026-11-22`
const notice = `${list}/draft?paper=D08&about=e-D08-2026-11-10&since=2026-11-10`

describe.each(['light', 'dark'] as const)('in the %s look', (look) => {
  let page: Page
  let errors: string[]
  beforeAll(async () => {
    at.town = new Town()
    ;({ page, errors } = await logIn(at.browser, at.url, look))
  })
  beforeEach(() => {
    at.town.loggedIn = true
    errors.length = 0
  })
  afterAll(() => page.close())
  const dialogShut = async () => {
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => [...document.querySelectorAll('[role=dialog]')].every((d) => d.getClientRects().length === 0))
  }

  it('the list can be read and reached', async () => {
    await see(page, list, '王例八：文书')
    await check(page, `console-papers-${look}`, errors)
    await page.getByRole('button', { name: /^与记录不符/ }).press('Enter')
    await page.getByText('逃避：未到场，电话不接').waitFor()
    await check(page, `console-papers-drift-${look}`, errors)
  })

  it('a sealed file says that it is read only', async () => {
    at.town.papers.sealed = true
    await see(page, '/workbench', '工作台')
    await see(page, list, '王例八：文书')
    await page.getByText('档案已封存').waitFor()
    expect(await page.getByRole('button', { name: /^撤回/ }).count()).toBe(0)
    await check(page, `console-papers-sealed-${look}`, errors)
  })

  it('a lead reads and prints, and is told that this is all', async () => {
    at.town.papers.sealed = false
    at.town.papers.mayIssue = false
    await see(page, '/workbench', '工作台')
    await see(page, list, '王例八：文书')
    await page.getByText('您的岗位只能查看和打印').waitFor()
    expect(await page.getByRole('button', { name: /^(送达|撤回)/ }).count()).toBe(0)
    await see(page, admonition, '王例八：违规行为告诫书')
    expect(await page.getByRole('button', { name: /^签发/ }).count()).toBe(0)
    await check(page, `console-paper-read-only-${look}`, errors)
    at.town.papers.mayIssue = true
  })

  it('a draft stands beside what it wants', async () => {
    await see(page, admonition, '王例八：违规行为告诫书')
    await check(page, `console-paper-draft-${look}`, errors)
    await see(page, '/workbench', '工作台')
    await see(page, notice, '王例八：吸毒检测通知书')
    await page.getByRole('button', { name: /^签发/ }).press('Enter')
    await page.locator('[aria-invalid=true]').first().waitFor()
    await page.getByText('还缺这些，要到记录里补').waitFor()
    await check(page, `console-paper-draft-blanks-${look}`, errors)
  })

  it('serving and withdrawing ask for what they need', async () => {
    await see(page, `${list}?show=todo`, '王例八：文书')
    await page.getByRole('button', { name: /^送达：外出准假通知书/ }).press('Enter')
    await page.getByRole('dialog').getByRole('radio', { name: '拒绝签名，已注明' }).check()
    await page.getByLabel('见证人 1').waitFor()
    await check(page, `console-paper-serve-${look}`, errors)
    await dialogShut()
    await page.getByRole('button', { name: /^撤回：外出准假通知书/ }).press('Enter')
    await page.getByLabel('为什么撤回').waitFor()
    await check(page, `console-paper-withdraw-${look}`, errors)
    await dialogShut()
  })

  it('pages are seen once it was said what for', async () => {
    await see(page, `${list}/print?issue=i-柳例社戒告〔2026〕3号`, '打印：违规行为告诫书')
    if (look === 'light' || (await page.getByRole('button', { name: '看版面' }).isVisible())) {
      await check(page, `console-paper-purpose-${look}`, errors)
      await page.getByRole('button', { name: '入卷归档' }).press('Enter')
    }
    await page.getByText('共 2 页').waitFor()
    await check(page, `console-paper-print-${look}`, errors)
  })

  it('the dossier tells what is there and what is missing', async () => {
    await see(page, '/persons/case-8/dossier', '王例八：卷内目录')
    await check(page, `console-dossier-${look}`, errors)
  })

  it('layouts can be replaced, with the names of the fields at hand', async () => {
    await see(page, '/layouts', '版式')
    await check(page, `console-layouts-${look}`, errors)
    await page.getByRole('button', { name: '字段名：违规行为告诫书' }).press('Enter')
    await page.getByRole('button', { name: '复制 发生时间' }).waitFor()
    await check(page, `console-layout-fields-${look}`, errors)
    await dialogShut()
  })
})

describe('by keyboard alone', () => {
  it('an admonition is issued, served to who will not sign, and printed', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    const keys = new Keys(page)
    await see(page, '/persons/case-8', '王例八')
    await page.getByRole('link', { name: '文书', exact: true }).press('Enter')
    await heading(page, '王例八：文书')
    await focused(page, '打开：责令社区戒毒/社区康复决定书 2025-03-01，来文，已登记')
    while (!(await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')).includes('第2次')) await keys.press('j')
    await keys.press('q')
    await heading(page, '王例八：违规行为告诫书')
    await page.getByText('柳例社戒告〔2026〕4号').waitFor()
    await keys.press('Control+Enter')
    await page.getByText('已签发：柳例社戒告〔2026〕4号').waitFor()
    expect(at.town.posts.at(-1)).toMatchObject({ path: '/api/cases/case-8/papers/issue', body: { key: { paper: 'D11', about: 'e-D11-2026-11-22' }, to: ['person'], supersedes: null } })
    await heading(page, '王例八：文书')
    await focused(page, /第2次.*已签发，待送达$/)
    await keys.press('s')
    await page.getByRole('dialog').waitFor()
    await page.getByRole('dialog').getByLabel('签收人').waitFor()
    const reach = async (name: string) => {
      for (let n = 0; n < 30; n += 1) {
        if (await page.evaluate((label) => (document.activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent?.includes(label) ?? false, name)) return
        await keys.press('Tab')
      }
      throw new Error(`no key leads to ${name}`)
    }
    await reach('已签名')
    await keys.press('ArrowDown')
    await reach('见证人 1')
    await page.keyboard.type('例村支书')
    await keys.press('Control+Enter')
    await page.getByText('已登记送达').waitFor()
    expect(at.town.posts.at(-1)).toMatchObject({
      path: '/api/cases/case-8/papers/serve',
      body: { to: 'person', happened_at: '2026-11-24T09:40:00+08:00', manner: 'in_person', receiver: '王例八', signing: 'refused', witnesses: ['例村支书'] },
    })
    await focused(page, /第2次.*已送达$/)
    await keys.press('d')
    await heading(page, '打印：违规行为告诫书')
    await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
    await page.keyboard.type('送达本人')
    await keys.press('Enter')
    await page.getByText('共 2 页').waitFor()
    const opened = page.context().waitForEvent('page')
    await keys.press('d')
    const tab = await opened
    await page.getByText('PDF 已在新窗口打开').waitFor()
    expect(at.town.posts.at(-1)).toMatchObject({ path: '/api/cases/case-8/papers/print', body: { printing: { what: 'issued', issue: 'i-柳例社戒告〔2026〕4号' }, form: 'pdf', purpose: '送达本人' } })
    await tab.close()
    const saving = page.waitForEvent('download')
    await keys.press('w')
    expect((await saving).suggestedFilename()).toBe('违规行为告诫书-柳例社戒告〔2026〕4号.docx')
    await page.close()
  })

  it('blanks are filled in and the sheet shows them; what was typed is kept', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await see(page, notice, '王例八：吸毒检测通知书')
    await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
    await page.keyboard.type('20261130')
    await page.getByLabel('检测地点').fill('柳例镇派出所')
    await page.getByLabel('联系方式').fill('0734-0000000')
    await page.locator('.sheet-paper').getByText('柳例镇派出所').waitFor()
    await see(page, list, '王例八：文书')
    await see(page, notice, '王例八：吸毒检测通知书')
    expect(await page.getByLabel('检测地点').inputValue()).toBe('柳例镇派出所')
    await page.keyboard.press('Control+Enter')
    await page.getByText('已签发：柳例社戒检通〔2026〕41号').waitFor()
    expect(at.town.posts.at(-1)?.body).toMatchObject({ fields: { contact: '0734-0000000' }, values: { 检测日期: '2026-11-30', 检测地点: '柳例镇派出所' } })
    await page.close()
  })

  it('a time is a day and a minute, and what is required is chosen', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await see(page, `${list}/draft?paper=D07&about=e-D07-2026-08-20&since=2026-08-20`, '王例八：见面访谈/家访记录')
    await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT')
    await page.keyboard.type('20260820')
    await page.getByLabel('结束时间：时刻').fill('1040')
    expect(await page.getByLabel('文化程度').locator('option').first().textContent()).toBe('请选择')
    await page.keyboard.press('Control+Enter')
    await page.locator('select[aria-invalid=true]').waitFor()
    await page.getByLabel('文化程度').selectOption({ label: '初中' })
    await page.locator('.sheet-paper').getByText('2026-08-20 10:40').waitFor()
    await page.screenshot({ path: 'test-results/pictures/console-paper-draft-time.png' })
    await page.keyboard.press('Control+Enter')
    await page.getByText('已签发：柳例社戒访〔2026〕9号').waitFor()
    expect(at.town.posts.at(-1)?.body).toMatchObject({ fields: { until: '2026-08-20T10:40:00+08:00', education: '60' }, to: [] })
    await page.close()
  })

  it('what no longer fits the records is issued anew in its place, or withdrawn with a reason', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await see(page, `${list}?show=drift`, '王例八：文书')
    await page.getByRole('link', { name: /^重新签发/ }).press('Enter')
    await page.getByText('现行的一份是 柳例社戒告〔2026〕3号').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText(/^已签发：/).waitFor()
    expect(at.town.posts.at(-1)?.body).toMatchObject({ supersedes: 'i-柳例社戒告〔2026〕3号' })
    await focused(page, /第1次.*已签发，待送达$/)
    await page.keyboard.press('c')
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA')
    await page.keyboard.type('写错')
    await page.keyboard.press('Control+Enter')
    await page.getByText('已撤回，文书留在卷内并注明').waitFor()
    expect(at.town.posts.at(-1)).toMatchObject({ path: '/api/cases/case-8/papers/withdraw', body: { reason: '写错' } })
    await page.close()
  })

  it('the pack of the dossier is downloaded and told in pages', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await see(page, list, '王例八：文书')
    await page.keyboard.press('m')
    await heading(page, '王例八：卷内目录')
    await page.getByRole('button', { name: /^下载迎检包/ }).press('Enter')
    await page.getByText('没有填').waitFor()
    await page.keyboard.type('2026年第四季度督导检查')
    const saving = page.waitForEvent('download')
    await page.keyboard.press('Control+Enter')
    expect((await saving).suggestedFilename()).toBe('迎检包-王例八-2026-11-24.pdf')
    await page.getByText('共 37 页').waitFor()
    await page.screenshot({ path: 'test-results/pictures/console-dossier-packed.png' })
    expect(at.town.posts.at(-1)).toMatchObject({ path: '/api/cases/case-8/dossier/pack', body: { purpose: '2026年第四季度督导检查', as_of: null } })
    await page.close()
  })

  it('a layout of the office’s own is put in, and the built-in one comes back', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await page.keyboard.press('f')
    await heading(page, '版式')
    await page.locator('input[type=file]').waitFor({ state: 'attached' })
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: '换上 .docx：外出准假通知书' }).press('Enter')
    await (await chooser).setFiles({ name: 'own.docx', mimeType: 'application/octet-stream', buffer: Buffer.from('PK') })
    await page.getByRole('button', { name: '恢复内置：外出准假通知书' }).press('Enter')
    await page.getByRole('dialog').getByText('改回内置版式').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('已恢复内置版式').waitFor()
    expect(at.town.papers.own.has('D14')).toBe(false)
    await page.close()
  })
})
