import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { Keyboard } from './console/keyboard'
import { logIn } from './console/desk'
import { office } from './console/office'

/* What a clerk does less often, with no mouse: every field and button is reached with Tab, as it stands on the page. */
const at = office()
async function atPage(path: string, title: string): Promise<{ page: Page; keys: Keyboard }> {
  const { page } = await logIn(at.browser, at.url, 'light')
  await page.goto(`${at.url}#${path}`)
  const keys = new Keyboard(page)
  await keys.heading(title)
  return { page, keys }
}
const last = () => at.town.posts.at(-1)
/** The drafts that were kept, the latest first. */
const kept = () => at.town.posts.filter((one) => one.path === '/api/drafts').map((one) => (one.body as { content: { form: string; fields: Record<string, string> } }).content)

describe('by keyboard alone', () => {
  it('hands a worker’s persons over to another', async () => {
    const { page, keys } = await atPage('/handovers', '工作交接')
    await keys.select('谁要离岗', await page.getByLabel('谁要离岗').locator('option[value=u-miao]').innerText())
    await page.getByText('还有 3 条未上传').waitFor()
    await keys.tick(/已看过/)
    const all = page.getByLabel('全部交给')
    await keys.reach(all)
    await keys.press('ArrowDown')
    await keys.type('离岗原因', '调县局工作')
    await keys.press('Control+Enter')
    await expect.poll(() => last()?.path).toBe('/api/handovers')
    const body = last()?.body as { from: string; cases: { to: string }[]; reason: string; seen_unsent: boolean }
    expect([body.from, body.reason, body.seen_unsent]).toEqual(['u-miao', '调县局工作', true])
    expect(body.cases.length > 0 && body.cases.every((one) => one.to !== '' && one.to !== 'u-miao')).toBe(true)
    await page.close()
  })

  it('commits to a draw, draws by a public word, and does a draw again', async () => {
    const { page, keys } = await atPage('/draws', '抽检抽签')
    await keys.type('抽几人', '2')
    await keys.press('Enter')
    await page.getByText('已承诺，承诺值请当众公布').waitFor()
    expect(last()).toMatchObject({ path: '/api/draws/commit', body: { count: 2 } })
    await keys.open('button', '抽签')
    await keys.reach(page.getByRole('dialog').getByRole('textbox', { name: '公开数字' }))
    await page.keyboard.type('彩票第2026328期：1 1 9')
    await keys.answer('抽签')
    await page.getByText('已抽签').waitFor()
    expect(last()).toMatchObject({ path: '/api/draws/draw', body: { committed: 'draw-2', public: '彩票第2026328期：1 1 9' } })
    await keys.open('button', '重算一遍')
    await page.getByText('重算一致').waitFor()
    const file = page.waitForEvent('download')
    await keys.open('button', '存成文件')
    expect((await file).suggestedFilename()).toBe('抽签-2026-11-20.txt')
    await page.close()
  })

  it('adds a scan to a record', async () => {
    const { page, keys } = await atPage('/persons/case-8', '王例八')
    const chooser = page.waitForEvent('filechooser')
    await keys.open('button', /^附扫描件/)
    const pdf = { name: '证明.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 证明') }
    await (await chooser).setFiles(pdf)
    await page.getByText('已附上，随这条记录一起保存').waitFor()
    expect(last()?.path).toMatch(/^\/api\/cases\/case-8\/records\/.+\/scans$/)
    await page.close()
  })

  it('goes on with the plan of a person where it was left, and with no other’s', async () => {
    const { page, keys } = await atPage('/register/step/plan?case=case-3', '填戒毒（康复）计划')
    await keys.type('吸毒史及治疗情况', '吸食两年，未治疗')
    await page.getByText('草稿已存到服务器').waitFor()
    expect(kept()[0]).toMatchObject({ form: 'step', fields: { kind: 'plan', case: 'case-3', 'v.drug_history': '吸食两年，未治疗' } })
    await page.goto(`${at.url}#/workbench`)
    await keys.heading('工作台')
    await keys.open('link', '孙例三：填戒毒（康复）计划')
    await keys.heading('填戒毒（康复）计划')
    const box = page.getByLabel('吸毒史及治疗情况')
    await page.waitForFunction(() => [...document.querySelectorAll('textarea')].some((one) => one.value === '吸食两年，未治疗'))
    await keys.open('button', '换一个人')
    await keys.reach(page.locator('main [data-row]').first())
    await keys.press('ArrowDown')
    await keys.press('Enter')
    await box.waitFor()
    expect(await box.inputValue(), 'nothing of one person stands in the form of the next').toBe('')
    await page.close()
  })

  it('keeps a draft for each decision and lets go of it once it is taken', async () => {
    at.town.drafts = []
    const { page, keys } = await atPage('/persons/case-8/decide/detention', '王例八：中止（羁押）')
    await keys.type('羁押场所', '例县拘留所')
    await page.getByText('草稿已存到服务器').waitFor()
    await keys.open('button', /^请假申请/)
    await keys.heading('王例八：请假申请')
    await keys.open('button', /^中止/)
    await keys.heading('王例八：中止（羁押）')
    expect(await page.getByLabel('羁押场所').inputValue()).toBe('例县拘留所')
    expect(at.town.drafts).toHaveLength(1)
    await keys.select('羁押种类', '行政拘留')
    await keys.press('Control+Enter')
    await page.getByText('已记入档案').waitFor()
    await expect.poll(() => at.town.drafts).toHaveLength(0)
    await page.close()
  })
})
