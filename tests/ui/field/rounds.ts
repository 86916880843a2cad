/** On the round: finding and calling somebody, what would follow, what is shown at the door, all of it sent. */
import { expect, it } from 'vitest'
import { others, top } from './budgets'
import { Resident, type Kit } from './kit'

export function rounds(kit: Kit): void {
  it('somebody is found by initials and called, the number in sight', async () => {
    // No machine here dials: the browser waits for one that does.
    const worker = await kit.worker.aside()
    const who = await Resident.at(kit, 24)
    const phone = (await who.file()).page.head.phone ?? ''
    await worker.home()
    const taps = worker.taps(top.call)
    await taps.tap(worker.button('人员'))
    await worker.page.getByRole('searchbox').fill('slew')
    await worker.said('共 1 人')
    await taps.tap(worker.person(who.name))
    await taps.tap(worker.page.locator(`a[href="tel:${phone}"]`))
    await worker.page.getByRole('dialog').getByText(phone.slice(-4)).waitFor()
    await worker.page.close()
  })

  it('推演: what a refusal would lead to is seen, and nothing is kept', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 24)
    const before = (await who.file()).page.timeline.length
    await worker.go(`/person/${who.id}`)
    const taps = worker.taps(others.imagined)
    await taps.tap(worker.button('推演：如果发生'))
    await taps.tap(worker.chip('拒检'))
    await taps.tap(worker.button('看会怎样'))
    await worker.said('随之要办的文书')
    await worker.sync()
    expect((await who.file()).page.timeline).toHaveLength(before)
  })

  it('门口模式: one visit alone lies open, and only the PIN leads back', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 24)
    await worker.go(`/person/${who.id}`)
    const taps = worker.taps(others.doorstep)
    await taps.tap(worker.button('门口模式：只留一份记录'))
    await taps.tap(worker.page.locator('.act', { hasText: '家访·谈话' }))
    await worker.page.locator('.door-bar').waitFor()
    expect(await worker.page.title()).toBe('日程')
    await taps.type(worker.page.getByLabel('谈了什么、看到什么'), '门口谈的，家人在旁。')
    await worker.keep(taps)
    await worker.go('/people')
    await worker.said('没有别的安排')
    expect(await worker.page.locator('.person-row').count()).toBe(0)
    await taps.tap(worker.button('结束'))
    await worker.enterPin()
    await worker.page.locator('.door-bar').waitFor({ state: 'detached' })
    await worker.sync()
    await who.record('visit', '门口谈的')
  })

  it('a sync is forced with two touches from any screen', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 24)
    await worker.host.setNetwork(true)
    await worker.go(`/visit/${who.id}`)
    await worker.page.getByLabel('谈了什么、看到什么').fill('断网记的，联网就传。')
    await worker.keep()
    await worker.host.setNetwork(false)
    await worker.home()
    const taps = worker.taps(top.sync)
    await taps.tap(worker.page.locator('.sync-bar'))
    await taps.tap(worker.button('立即同步'))
    await expect.poll(() => worker.page.locator('.pill', { hasText: '存本机' }).count()).toBe(0)
    await who.record('visit', '断网记的')
  })
}
