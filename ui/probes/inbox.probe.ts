import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { Keys } from './console/count'
import { logIn } from './console/desk'
import { office } from './console/office'

/* 核对收件箱 and 矛盾核对 with no mouse; each key is counted (ux 2, O1). */
const at = office()

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
const focused = (page: Page, label: string) =>
  page.waitForFunction((wanted) => document.activeElement?.getAttribute('aria-label') === wanted, label)
async function atInbox() {
  const { page } = await logIn(at.browser, at.url, 'light')
  const keys = new Keys(page)
  await keys.press('3')
  await heading(page, '核对收件箱')
  await focused(page, '核对矛盾：王例八，同一字段有两个值')
  return { page, keys }
}

describe('by keyboard alone', () => {
  it('a contradiction is settled in three keys and one for each field, with what follows in sight', async () => {
    const { page, keys } = await atInbox()
    await keys.press('Enter')
    await heading(page, '王例八：同一字段有两个值')
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-choice') === true)
    await keys.press('2', '1')
    await page.getByText('走访第7期由“未完成”变为“已完成”。').waitFor()
    await keys.press('Control+Enter')
    await page.getByText('已裁决，双方的手机会看到结果和理由').waitFor()
    await heading(page, '核对收件箱')
    const fields = 2
    expect(keys.pressed).toBeLessThanOrEqual(3 + fields)
    const sent = at.town.posts.at(-1)
    expect(sent?.path).toBe('/api/cases/case-8/issue/settle')
    expect(sent?.body).toMatchObject({
      issue: { kind: 'concurrent_edit' },
      decision: { choice: { as: 'values' }, picks: { notes: 'a2', place: 'a1' } },
      basis: ['a1', 'a2'],
    })
    await focused(page, '核对矛盾：周例五，同一次拒检可能登记了两次')
    await page.close()
  })

  it('two refusals are made one by a digit and Ctrl+Enter', async () => {
    const { page, keys } = await atInbox()
    await keys.press('j', 'Enter')
    await heading(page, '周例五：同一次拒检可能登记了两次')
    await page.waitForFunction(() => document.activeElement?.hasAttribute('data-choice') === true)
    await keys.press('3')
    await page.getByRole('heading', { name: '随之要办的文书' }).waitFor()
    await keys.press('2', 'Control+Enter')
    await heading(page, '核对收件箱')
    expect(at.town.posts.at(-1)?.body).toMatchObject({ decision: { choice: { as: 'same', keep: 'r2' } } })
    await page.close()
  })

  it('records are accepted, returned and held, and the next one has the focus', async () => {
    const { page, keys } = await atInbox()
    await keys.press('j', 'j', 'a')
    await focused(page, '钱例二：电话 · 亲属 · 一般，打开')
    expect(at.town.posts.at(-1)?.body).toMatchObject({ target: 'e9', verdict: 'accepted', seen: { basis: [], review: null } })
    await keys.press('j', 'r')
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA')
    await page.keyboard.type('没写邻居意见')
    await keys.press('Control+Enter')
    await focused(page, '李例四：入户 · 本人 · 配合，打开')
    expect(at.town.posts.at(-1)?.body).toMatchObject({ target: 'p3', verdict: 'returned', note: '没写邻居意见' })
    await keys.press('h')
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA')
    await page.keyboard.type('等照片')
    await keys.press('Control+Enter')
    await focused(page, '吴例六：定期 · 尿液 · 阴性，打开')
    expect(at.town.posts.at(-1)?.body).toMatchObject({ target: 'p4', verdict: 'held', note: '等照片' })
    await page.close()
  })

  it('a record that changed meanwhile is refused in words, and stays', async () => {
    const { page, keys } = await atInbox()
    await keys.press('j', 'j', 'j', 'a')
    await page.getByText('打开这一页以后，这条又有更正或核对').waitFor()
    expect(at.town.waiting.some((row) => row.records[0]?.event === 'p2')).toBe(true)
    await page.close()
  })

  it('what has no findings is selected and accepted at once, and what changed is named', async () => {
    const { page, keys } = await atInbox()
    await keys.press('j', 'j', 'Space', 'j', 'j', 'Space', 'j', 'Space')
    await page.getByText('有情况的记录要逐条看，不能一起采纳').waitFor()
    await page.getByText('采纳选中的 2 条').waitFor()
    await keys.press('Shift+A')
    await page.getByText('2 条记录没有任何异常').waitFor()
    await keys.press('Control+Enter')
    await page.getByText('已采纳 2 条').waitFor()
    expect(at.town.posts.at(-1)?.body).toMatchObject({ records: [{ target: 'e9' }, { target: 'p3' }] })
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await keys.press('Shift+A')
    await page.getByText('1 条记录没有任何异常').waitFor()
    await keys.press('Control+Enter')
    await page.getByText('有 1 条在您打开后又有变化').waitFor()
    await page.close()
  })

  it('a record is opened in its place and closed again, and ? names the keys', async () => {
    const { page, keys } = await atInbox()
    await keys.press('j', 'j', 'Enter')
    await page.getByText('在镇上例例砖厂上班').waitFor()
    await keys.press('Enter')
    await page.getByText('在镇上例例砖厂上班').waitFor({ state: 'hidden' })
    await keys.press('?')
    await page.getByRole('dialog').getByText('搁置这一条').waitFor()
    await page.close()
  })

  it('a decision is taken back with its reason', async () => {
    const { page } = await atInbox()
    await page.getByRole('button', { name: '撤回裁决：孙例三，同一次走访重复登记' }).press('Enter')
    await page.getByRole('dialog').waitFor()
    await page.getByLabel('为什么撤回').fill('各去了一次')
    await page.keyboard.press('Control+Enter')
    await page.getByText('已撤回，矛盾重新待核').waitFor()
    expect(at.town.posts.at(-1)).toMatchObject({ path: '/api/cases/case-3/issue/withdraw', body: { settled: 's1', reason: '各去了一次' } })
    await page.close()
  })
})
