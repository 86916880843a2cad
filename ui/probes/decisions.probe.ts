import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { Keys } from './console/count'
import { logIn } from './console/desk'
import { me } from './console/fixtures'
import { office } from './console/office'

/* 待决定 with no mouse: taken by one, written by one and approved by another. */
const at = office()
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
const focused = (page: Page, label: string) =>
  page.waitForFunction((wanted) => document.activeElement?.getAttribute('aria-label') === wanted, label)
async function atDecisions() {
  const { page } = await logIn(at.browser, at.url, 'light')
  const keys = new Keys(page)
  await keys.press('e')
  await heading(page, '待决定')
  await focused(page, '办理：孙例三，移交档案')
  return { page, keys }
}

describe('by keyboard alone', () => {
  it('a leave is granted with what follows in sight', async () => {
    const { page, keys } = await atDecisions()
    await keys.press('j', 'j', 'j', 'Enter')
    await heading(page, '王例八：准假')
    await page.waitForFunction(() => (document.activeElement as HTMLInputElement | null)?.value === '2026-11-28')
    await page.getByText('随之要办的文书').waitFor()
    await keys.press('Control+Enter')
    await page.getByText('已记入档案').waitFor()
    expect(at.town.posts.at(-1)).toMatchObject({
      path: '/api/cases/case-8/decisions',
      body: { form: { kind: 'leave_approval', from: '2026-11-28', until: '2026-12-05' }, on: '2026-11-24', time: null },
    })
    await page.close()
  })

  it('a determination is written by the office and approved by the lead', async () => {
    const { page, keys } = await atDecisions()
    await keys.press('j', 'j', 'Enter')
    await heading(page, '王例八：认定严重违反协议')
    await keys.press('Control+Enter')
    await page.getByText('请选择或填写').or(page.locator('[aria-invalid=true]')).first().waitFor()
    await page.getByLabel('情形').selectOption('test_refusal')
    await page.getByLabel('事实经过').fill('三次拒绝检测，前两次均已告诫。')
    await keys.press('Control+Enter')
    await page.getByText('已提交，等分管领导批准').waitFor()
    expect(at.town.posts.at(-1)?.body).toMatchObject({
      form: { kind: 'determination', ground: 'test_refusal', evidence: ['2026-08-08拒绝检测', '2026-09-09拒绝检测', '2026-11-22拒绝检测'] },
    })
    await heading(page, '待决定')
    await page.getByRole('heading', { name: '待批准的拟办' }).waitFor()
    await page.close()

    at.town.loggedIn = false
    at.town.user = { ...me, user: 'u-ling', name: '凌领导', role: 'leader', rights: ['see_persons', 'approve_decisions'] }
    const lead = await logIn(at.browser, at.url, 'light')
    await lead.page.keyboard.press('e')
    await heading(lead.page, '待决定')
    await lead.page.getByRole('button', { name: '批准：王例八，认定严重违反协议 · 第三次逃避或拒绝检测', exact: true }).press('Enter')
    await lead.page.getByText('24小时从此刻起算').waitFor()
    await lead.page.screenshot({ path: 'test-results/pictures/console-approve.png' })
    await lead.page.keyboard.press('Control+Enter')
    await lead.page.getByText('已批准，记入档案').waitFor()
    expect(at.town.posts.at(-1)).toMatchObject({ path: '/api/proposals/pr-1/settle', body: { answer: 'approve' } })
    await lead.page.close()
  })
})
