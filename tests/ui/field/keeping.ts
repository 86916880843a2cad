/** Nothing is lost, and nothing is final too soon: 补录, drafts, 撤销, 退回, 暂缓, and what a lost phone hands in. */
import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { phone as size } from '../../../ui/probes/browser'
import type { Handset } from '../handset'
import { openFile } from '../office'
import { others, top } from './budgets'
import { ago, Resident, type Kit } from './kit'

const NOTES = '谈了什么、看到什么'

export function keeping(kit: Kit): void {
  it('补录: a visit of last week with its reason and the page it stands on', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 12)
    await worker.home()
    const taps = worker.taps(others.late)
    await taps.tap(worker.button('登记'))
    await taps.tap(worker.button('补录以前的事'))
    await worker.day(taps, '哪天发生的', ago(6))
    await taps.tap(worker.page.locator('.act', { hasText: '家访·谈话' }))
    await taps.tap(worker.person(who.name))
    await worker.said('这是补录')
    await taps.type(worker.page.getByLabel('为什么现在才登记'), '手机送修')
    await worker.photo(taps, worker.page.locator('.late'))
    for (const chip of ['配合', '就业', '平稳']) await taps.tap(worker.chip(chip))
    await taps.type(worker.page.getByLabel(NOTES), '补录：那天在茶厂门口谈的。')
    await worker.keep(taps)
    await worker.sync()
    const entry = await who.record('visit', '那天在茶厂门口谈的')
    expect([entry.happened_at.slice(0, 10), entry.entered_late]).toEqual([ago(6), true])
    const note = await who.record('late', '手机送修')
    expect(await who.arrived(note.event)).toBe(1)
  })

  it('a visit with a photo, as the table of taps has it', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 16)
    await worker.home()
    const taps = worker.taps(top.visit)
    const row = worker.page.locator('.today-group li').filter({ hasText: who.name }).filter({ hasText: '家访谈话' })
    await taps.tap(row.first().locator('.task-main'))
    for (const chip of ['配合', '就业', '平稳']) await taps.tap(worker.chip(chip))
    await taps.type(worker.page.getByLabel(NOTES), '屋里收拾得干净，拍了照。')
    await worker.photo(taps)
    await worker.keep(taps)
    await worker.sync()
    const entry = await who.record('visit', '屋里收拾得干净')
    expect(await who.arrived(entry.event)).toBe(1)
  })

  it('a draft is whole after Back, after the lock and after the phone is turned', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 14)
    const notes = worker.page.getByLabel(NOTES)
    await worker.home()
    await worker.go(`/visit/${who.id}`)
    await worker.chip('配合').tap()
    await notes.fill('写到一半')
    await worker.page.goBack()
    await worker.title('今日任务')
    await resume(worker, who.name)
    expect(await notes.inputValue()).toBe('写到一半')
    await notes.fill('写到一半，又写了一句')
    await worker.page.setViewportSize({ width: size.height, height: size.width })
    expect(await notes.inputValue()).toBe('写到一半，又写了一句')
    await worker.page.setViewportSize(size)
    await worker.go('/me')
    await worker.button('锁定').tap()
    await worker.said('归航已锁定')
    await worker.enterPin()
    await worker.home()
    const taps = worker.taps(others.draftResumed)
    await taps.tap(worker.page.locator('.draft-row', { hasText: who.name }))
    await worker.said(/^接着写 .+ 的草稿$/)
    expect(await notes.inputValue()).toBe('写到一半，又写了一句')
    await worker.keep(taps)
    await worker.home()
    await worker.page.locator('.draft-row', { hasText: who.name }).waitFor({ state: 'detached' })
    await worker.sync()
    const entry = await who.record('visit', '写到一半，又写了一句')
    expect(entry.summary).toContain('配合')
  })

  it('撤销: taken back within ten seconds, and it does not count', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 14)
    await worker.go(`/visit/${who.id}`)
    await worker.page.getByLabel(NOTES).fill('记错了人')
    await worker.keep()
    const taps = worker.taps(top.undo)
    await taps.tap(worker.button('撤销'))
    await worker.said('已撤销，原记录标为作废')
    await worker.sync()
    expect((await who.record('visit', '记错了人')).voided).toBe(true)
  })

  it('退回: what the office sent back is mended by its author', async () => {
    const { worker, office } = kit
    const who = await Resident.at(kit, 20)
    await worker.go(`/visit/${who.id}`)
    await worker.page.getByLabel(NOTES).fill('没写邻居怎么说。')
    await worker.keep()
    await worker.sync()
    const { summary } = await who.record('visit', '没写邻居怎么说')
    await openFile(office.clerk, who.name)
    await office.clerk.getByRole('button', { name: `退回：${summary}` }).first().click()
    const dialog = office.clerk.getByRole('dialog')
    await dialog.getByLabel('请补正什么').fill('请补写邻居意见')
    await dialog.getByRole('checkbox', { name: '谈话内容' }).check()
    await dialog.getByRole('button', { name: '退回给记录人' }).click()
    await office.clerk.getByText('已退回，记录人下次联系时看到').waitFor()
    await worker.sync()
    await worker.home()
    const taps = worker.taps(top.mend)
    await taps.tap(worker.page.locator('.sync-bar', { hasText: '1 条被退回' }))
    await worker.said('办公室说：请补写邻居意见')
    await worker.said('请看这几项：谈话内容')
    await taps.tap(worker.person('去补正'))
    await worker.said('请核对这一项。')
    await worker.page.getByLabel(NOTES).fill('邻居说他近来安稳。')
    await taps.tap(worker.button('保存更正'))
    await worker.said('更正已存本机')
    await worker.sync()
    const entry = await who.record('visit', '邻居说他近来安稳')
    expect([entry.amended.length, entry.review?.waits_again]).toEqual([1, true])
    await office.clerk.reload()
    await office.clerk.getByText('已补正，待再核').first().waitFor()
  })

  it('暂缓: put off with a reason that the office sees', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 22)
    await worker.home()
    const taps = worker.taps(others.snooze)
    const row = worker.page.locator('.today-group li').filter({ hasText: who.name }).filter({ hasText: '家访谈话' })
    await taps.tap(row.getByRole('button', { name: /^为什么/ }))
    await taps.tap(worker.button('暂缓这项'))
    await taps.tap(worker.chip('天气路况'))
    await taps.tap(worker.button('暂缓这项'))
    await worker.said(/^已暂缓到/)
    await worker.sync()
    const visit = (await who.file()).page.duties.find((duty) => duty.key.kind === 'visit')
    expect([visit?.snooze?.reason, visit?.snooze?.until]).toEqual(['天气路况', ago(-1)])
  })

  it('a lost phone: what it had not sent leaves from the lock screen and comes in at the office', async () => {
    const { worker, office } = kit
    const who = await Resident.at(kit, 10)
    await worker.host.setNetwork(true)
    await worker.go(`/visit/${who.id}`)
    await worker.page.getByLabel(NOTES).fill('断网时写的，后来手机摔了。')
    await worker.keep()
    await worker.go('/me')
    await worker.button('锁定').tap()
    await worker.said('归航已锁定')
    const taps = worker.taps(others.handIn)
    await taps.tap(worker.button('交出未上传记录'))
    const download = worker.page.waitForEvent('download')
    await taps.tap(worker.button('存成文件'))
    const capsule = await download
    const buffer = await readFile(await capsule.path())
    await worker.said('文件已存到下载里')
    await office.clerk.goto(new URL('/#/capsule', office.clerk.url()).href)
    await office.clerk.getByRole('heading', { level: 1, name: '交入胶囊' }).waitFor()
    const file = { name: capsule.suggestedFilename(), mimeType: 'application/octet-stream', buffer }
    await office.clerk.locator('input[type=file]').setInputFiles(file)
    await office.clerk.getByRole('button', { name: '交入', exact: true }).click()
    await office.clerk.getByText('已收下并计入').waitFor()
    await who.record('visit', '后来手机摔了')
    // Found again, the phone hears that the office has it.
    await worker.host.setNetwork(false)
    await worker.page.reload()
    await worker.enterPin()
    await worker.sync()
    const visits = (await who.file()).page.timeline.filter((e) => e.lines.some((l) => l.text.includes('后来手机摔了')))
    expect(visits).toHaveLength(1)
  })
}

async function resume(worker: Handset, name: string): Promise<void> {
  await worker.page.locator('.draft-row', { hasText: name }).tap()
  await worker.title(/家访/)
}
