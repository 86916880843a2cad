import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { Keys } from './console/count'
import { logIn } from './console/desk'
import { office } from './console/office'

/* 已封存档案 with no mouse: asked for by one, answered by another, read with its end in sight. */
const at = office()
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
const picture = (page: Page, name: string) => page.screenshot({ path: `test-results/pictures/console-${name}.png` })

describe('by keyboard alone', () => {
  it('a shut file is asked for from the list with a reason of ten characters', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    const keys = new Keys(page)
    await keys.press('g')
    await heading(page, '已封存档案')
    await page.getByRole('button', { name: '申请调阅：档案 …7b31c0（文号 …21号）' }).press('Enter')
    await page.getByText('由办公室或分管领导另一人批准后').waitFor()
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA')
    await page.keyboard.type('当事人信访，复核送达情况')
    await page.getByRole('textbox', { name: '用途' }).fill('信访核查')
    await picture(page, 'unsealing-ask')
    await page.keyboard.press('Control+Enter')
    await page.getByText('已提出申请，等另一人批准').waitFor()
    expect(at.town.posts.at(-1)).toMatchObject({
      path: '/api/cases/case-shut/unsealing',
      body: { reason: '当事人信访，复核送达情况', purpose: '信访核查', hours: 1 },
    })
    await page.close()
  })

  it('a file is found by its whole number and asked for', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await page.keyboard.press('g')
    await heading(page, '已封存档案')
    await page.getByRole('textbox', { name: '证件号码或决定书文号' }).fill('演决〔2023〕21号')
    await page.keyboard.press('Enter')
    await page.getByText('找到：档案 …7b31c0（文号 …21号）').waitFor()
    await page.waitForFunction(() => document.activeElement?.textContent?.trim() === '申请调阅')
    expect(at.town.posts.at(-1)).toMatchObject({ path: '/api/sealed/find', body: { number: '演决〔2023〕21号' } })
    await page.close()
  })

  it('a wish is approved where decisions wait', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await page.keyboard.press('e')
    await heading(page, '待决定')
    await page.getByRole('button', { name: '批准：石民警调阅档案 …7b31c0（文号 …21号）', exact: true }).press('Enter')
    await page.getByText('申请人从现在起可以查阅这份档案').waitFor()
    await picture(page, 'unsealing-approve')
    await page.keyboard.press('Control+Enter')
    await page.getByText('已批准', { exact: true }).waitFor()
    expect(at.town.posts.at(-1)).toMatchObject({ path: '/api/unsealings/un-1/settle', body: { answer: 'approve', note: '' } })
    await page.close()
  })

  it('an opened file says until when and by whose word, and a shut one how to ask', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await page.goto(`${at.url}#/persons/case-9`)
    await page.getByText('调阅封存档案：凌领导批准，到 2026-11-24 11:00 关闭，只能看。').waitFor()
    expect(await page.getByRole('link', { name: '登记公安上传' }).count()).toBe(0)
    await picture(page, 'unsealed-file')
    await page.goto(`${at.url}#/persons/case-shut`)
    await page.getByText('请填写理由申请调阅，由另一人批准。').waitFor()
    await page.getByRole('button', { name: '申请调阅' }).waitFor()
    await picture(page, 'sealed-file')
    await page.close()
  })
})
