/** 告诫: issued by the office, served by whoever meets the person; and a contradiction whose outcome both authors hear. */
import { expect, it } from 'vitest'
import { others } from './budgets'
import { Resident, type Kit } from './kit'

export function breach(kit: Kit): void {
  it('告诫书: drafted from the facts and issued by the office on the move', async () => {
    const { desk } = kit
    const who = await Resident.at(kit, 4)
    await desk.sync()
    await desk.home()
    const taps = desk.taps(others.admonitionIssued)
    await desk.toForm(taps, '告诫书', true)
    await taps.tap(desk.person(who.name))
    await desk.title(`告诫 ${who.name}`)
    await taps.tap(desk.button('只出具，以后送达'))
    await desk.said('已出具，存本机')
    await desk.button('看告诫书全文').tap()
    await desk.said('违规行为告诫书')
    await desk.sync()
    await who.record('breach', '第1次')
  })

  it('告诫书: served by the worker, the person’s hand on the glass', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 4)
    await worker.sync()
    await worker.home()
    const taps = worker.taps(others.admonitionServed)
    await taps.tap(worker.button('人员'))
    await taps.tap(worker.person(who.name))
    await taps.tap(worker.button('告诫·违规'))
    await taps.tap(worker.button('登记送达'))
    await taps.tap(worker.page.locator('.signature canvas'))
    await taps.tap(worker.button('用这个签名'))
    await worker.page.locator('img.signature-glass').waitFor()
    await taps.tap(worker.save)
    await worker.said('这一份已经送达。')
    await worker.sync()
    const entry = await who.record('dossier', `${who.name}本人签收`)
    expect(await who.arrived(entry.event)).toBe(1)
  })

  it('告诫书: issued and served in one act, the signature refused before two witnesses', async () => {
    const { desk } = kit
    const who = await Resident.at(kit, 30)
    await desk.sync()
    await desk.home()
    const taps = desk.taps(others.admonitionRefused)
    await desk.toForm(taps, '告诫书', true)
    await taps.tap(desk.person(who.name))
    await taps.tap(desk.button('出具并送达'))
    await taps.tap(desk.chip('拒绝签名'))
    await taps.type(desk.page.getByLabel('见证人（两人，姓名用顿号隔开）'), '试例乙、试例丙')
    await taps.tap(desk.save)
    await desk.said('这一份已经送达。')
    await desk.sync()
    await who.record('breach', '第1次')
    await who.record('dossier', '本人拒签，见证人：试例乙、试例丙')
  })

  it('矛盾: one refusal written down by two, settled by the office, heard by both', async () => {
    const { worker, tester, office } = kit
    const who = await Resident.at(kit, 20)
    for (const one of [worker, tester]) {
      await one.host.setNetwork(true)
      await one.go(`/refusal/${who.id}?manner=refuse`)
      await one.chip('不肯提供样本').tap()
      await one.save.tap()
      await one.title('接下来')
      await one.said('须制作第 1 次告诫书，送达本人。')
    }
    for (const one of [worker, tester]) {
      await one.host.setNetwork(false)
      await one.sync()
    }
    const issue = (await who.file()).page.issues.find((one) => one.kind === 'same_refusal_twice')
    expect(issue?.events).toHaveLength(2)
    const { clerk } = office
    await clerk.goto(new URL('/#/inbox', clerk.url()).href)
    await clerk.reload()
    await clerk.getByRole('button', { name: new RegExp(`^核对矛盾：${who.name}`) }).or(clerk.getByRole('link', { name: new RegExp(`^核对矛盾：${who.name}`) })).first().click()
    await clerk.getByRole('heading', { level: 1, name: new RegExp(`^${who.name}：`) }).waitFor()
    await clerk.locator('.option-line', { hasText: '同一' }).first().locator('input').check()
    await clerk.getByLabel('理由').fill('同一次，两人都在场')
    await clerk.getByRole('button', { name: /^裁决/ }).click()
    await clerk.getByText('已裁决，双方的手机会看到结果和理由').first().waitFor()
    const { page } = await who.file()
    expect(page.issues.filter((one) => one.kind === 'same_refusal_twice')).toEqual([])
    expect(page.ladders.find((row) => row.series === 'test')?.events).toHaveLength(1)
    for (const one of [worker, tester]) {
      await one.sync()
      await one.go(`/person/${who.id}`)
      await one.said('同一次，两人都在场')
      const taps = one.taps(others.outcomeHeard)
      const heard = one.page.getByRole('button', { name: new RegExp(`^知道了：${who.name}.*同一次，两人都在场`) })
      await taps.tap(heard)
      await heard.waitFor({ state: 'detached' })
    }
  })
}
