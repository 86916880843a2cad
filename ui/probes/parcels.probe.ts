import { describe, expect, it } from 'vitest'
import { settled } from './browser'
import { deskFaults, logIn, realErrors } from './console/desk'
import { office } from './console/office'

/* 移交卷: taken in, made, and its receipt recorded. */
const at = office()

describe.each(['light', 'dark'] as const)('in the %s look', (look) => {
  it('a file is taken in with its receipt, another sealed for its office, and a third let go', async () => {
    const { page, errors } = await logIn(at.browser, at.url, look)
    await page.keyboard.press('o')
    await page.getByRole('heading', { level: 1, name: '移交卷' }).waitFor()
    await page.getByText('4071 9926').waitFor()
    await settled(page)
    await page.screenshot({ path: `test-results/pictures/console-parcels-${look}.png` })
    const faults = [...(await deskFaults(page)), ...realErrors(errors)]
    expect(faults).toEqual([])

    await page.locator('input[type=file]').setInputFiles({ name: 'a.guihang-parcel', mimeType: 'application/octet-stream', buffer: Buffer.from('parcel') })
    await page.getByRole('button', { name: '接收', exact: true }).press('Enter')
    await page.getByText('已接收 周例五，来自例北镇').waitFor()
    await page.getByText('8813 0042').waitFor()

    await page.getByRole('button', { name: '登记回执：王例八' }).press('Enter')
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA')
    await page.keyboard.type('GHR1.from-them')
    await page.keyboard.press('Control+Enter')
    await page.getByText('已登记，档案已移走').waitFor()
    expect(at.town.posts.at(-1)).toMatchObject({ path: '/api/cases/case-8/parcel/receipt', body: { receipt: 'GHR1.from-them' } })

    await page.evaluate(() => (location.hash = '/workbench'))
    await page.getByRole('heading', { level: 1, name: '工作台' }).waitFor()
    await page.evaluate(() => (location.hash = '/parcels?case=case-8'))
    await page.getByLabel('对方的接收码').fill('GHK1.theirs')
    await page.getByLabel('用途').fill('变更执行地移交')
    await page.screenshot({ path: `test-results/pictures/console-parcel-make-${look}.png` })
    expect([...(await deskFaults(page)), ...realErrors(errors)]).toEqual([])
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: /^下载移交卷/ }).press('Enter')
    expect((await saving).suggestedFilename()).toBe('移交卷-2026-11-24.guihang-parcel')
    expect(at.town.posts.at(-1)).toMatchObject({ path: '/api/cases/case-8/parcel', body: { card: 'GHK1.theirs', purpose: '变更执行地移交' } })
    await page.close()
  })
})
