/** Who is away: 外出·失联 found and ended, 请假 asked for, granted, made longer, come back from. */
import { expect, it } from 'vitest'
import { others, top } from './budgets'
import { ago, Resident, type Kit } from './kit'

export function away(kit: Kit): void {
  it('外出·失联: found away for four days, it counts as leaving without leave', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 6)
    await worker.home()
    const taps = worker.taps(others.absenceFound)
    await worker.toForm(taps, '外出·失联', true)
    await taps.tap(worker.person(who.name))
    await worker.day(taps, '从哪天起离开', ago(4))
    await taps.type(worker.page.getByLabel('怎么发现的、联系过谁'), '门锁着，邻居说走了四天。')
    await worker.keep(taps)
    await worker.sync()
    await who.record('absence', '邻居说走了四天')
    const ladder = (await who.file()).page.ladders.find((row) => row.series === 'absence')
    expect([ladder?.events.length, ladder?.level]).toEqual([1, 'admonition_1'])
  })

  it('外出·失联: the person is back, and the absence is over', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 6)
    await worker.home()
    const taps = worker.taps(others.absenceBack)
    await worker.toForm(taps, '外出·失联', true)
    await taps.tap(worker.person(who.name))
    await worker.said('起离开，还没有记回来')
    await taps.type(worker.page.getByLabel('去了哪里、怎么回来的'), '去邻县找活，今天自己回来。')
    await worker.keep(taps)
    await worker.sync()
    await who.record('absence', '今天自己回来')
    // The same absence, ended: it is still the first.
    const ladder = (await who.file()).page.ladders.find((row) => row.series === 'absence')
    expect(ladder?.events.length).toBe(1)
  })

  it('请假: asked for on the phone', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 18)
    await worker.home()
    const taps = worker.taps(top.leave)
    await worker.toForm(taps, '请假')
    await taps.tap(worker.person(who.name))
    await taps.tap(worker.chip('5 天'))
    await taps.type(worker.page.getByLabel('去哪里'), '演示市')
    await worker.keep(taps)
    await worker.sync()
    const asked = await who.record('leave', '演示市')
    expect(JSON.stringify(asked.lines)).toContain('务工')
  })

  it('准假: the office on the move grants it', async () => {
    const { desk } = kit
    const who = await Resident.at(kit, 18)
    await desk.sync()
    await desk.home()
    const taps = desk.taps(others.leaveApproval)
    await desk.toForm(taps, '准假', true)
    await taps.tap(desk.person(who.name))
    await desk.said('申请去 演示市')
    await desk.keep(taps)
    await desk.sync()
    const entries = (await who.file()).page.timeline.filter((entry) => entry.kind === 'leave')
    expect(entries).toHaveLength(2)
  })

  it('准假: who asked hears of it, and reads the notice without signal', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 18)
    await worker.sync()
    await worker.host.setNetwork(true)
    await worker.home()
    await worker.said(/^.+起的请假：已准假，准到.+返回/)
    const taps = worker.taps(others.outcomeHeard)
    const heard = worker.button(new RegExp(`^知道了：${who.name}，.+已准假`))
    await taps.tap(heard)
    await heard.waitFor({ state: 'detached' })
    await worker.go(`/person/${who.id}/papers`)
    await worker.page.locator('section', { hasText: '外出准假通知书' }).getByRole('button').first().tap()
    await worker.page.locator('.sheet-paper', { hasText: '演示市' }).waitFor()
    await worker.host.setNetwork(false)
  })

  it('不准假: refused at the console, and who asked hears why', async () => {
    const { worker, office } = kit
    const who = await Resident.at(kit, 28)
    await worker.go(`/leave/${who.id}`)
    await worker.chip('3 天').tap()
    await worker.page.getByLabel('去哪里').fill('演示省')
    await worker.keep()
    await worker.sync()
    const { clerk } = office
    await clerk.goto(new URL(`/#/persons/${who.id}/decide/leave_denial`, clerk.url()).href)
    await clerk.getByRole('heading', { level: 1, name: `${who.name}：不准假` }).waitFor()
    await clerk.getByLabel(/理由/).first().fill('当期须检测')
    await clerk.keyboard.press('Control+Enter')
    await clerk.getByRole('heading', { level: 1, name: '待决定' }).waitFor()
    await worker.sync()
    await worker.home()
    await worker.said(/起的请假：没有批准。理由：当期须检测/)
    const taps = worker.taps(others.outcomeHeard)
    await taps.tap(worker.button(new RegExp(`^知道了：${who.name}，.+没有批准`)))
    expect((await who.record('leave', '当期须检测')).voided).toBe(false)
  })

  it('续假: made longer from its day of return', async () => {
    const { worker, desk } = kit
    const who = await Resident.at(kit, 18)
    await worker.sync()
    await worker.home()
    const taps = worker.taps(others.leaveLonger)
    await worker.toForm(taps, '请假')
    await taps.tap(worker.person(who.name))
    await worker.said('这是续假：从原来的返回日起再加')
    await taps.tap(worker.chip('7 天'))
    await worker.keep(taps)
    await worker.sync()
    await desk.sync()
    await desk.go(`/leave_approval/${who.id}`)
    await desk.said('申请去 演示市')
    await desk.keep()
    await desk.sync()
    const { timeline } = (await who.file()).page
    expect(timeline.filter((entry) => entry.kind === 'leave')).toHaveLength(4)
    expect(timeline.find((entry) => entry.kind === 'leave')?.summary).toContain(ago(-(1 + 5 + 7)))
  })

  it('销假: back, and no leave is open', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 18)
    await worker.sync()
    await worker.home()
    const taps = worker.taps(others.leaveReturn)
    await worker.toForm(taps, '销假', true)
    await taps.tap(worker.person(who.name))
    await worker.said(/^准假到 .+，去 演示市。$/)
    await worker.keep(taps)
    await worker.sync()
    expect((await who.file()).page.timeline.filter((entry) => entry.kind === 'leave')).toHaveLength(5)
    await worker.go(`/leave_return/${who.id}`)
    await worker.said('没有查到准假；照实登记，办公室会核对。')
  })
}
