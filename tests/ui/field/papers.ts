/** Papers and the office's own forms on the phone: 文书补录, 工作小组, 逾期通知送达, 逾期有理由. */
import { expect, it } from 'vitest'
import { others } from './budgets'
import { Resident, type Kit } from './kit'

export function papers(kit: Kit): void {
  it('文书补录: a paper that exists already is photographed for the file', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 28)
    await worker.home()
    const taps = worker.taps(others.paper)
    await worker.toForm(taps, '文书补录', true)
    await taps.tap(worker.person(who.name))
    await taps.tap(worker.page.locator('main .chip').first())
    await worker.photo(taps)
    await worker.keep(taps)
    await worker.sync()
    const entry = await who.record('dossier', '文书补录')
    expect(await who.arrived(entry.event)).toBe(1)
  })

  it('工作小组: the office names who is in it, and who is still lacking is said', async () => {
    const { desk } = kit
    const who = await Resident.at(kit, 28)
    await desk.home()
    const taps = desk.taps(others.group)
    await desk.toForm(taps, '工作小组', true)
    await taps.tap(desk.person(who.name))
    const names = desk.page.locator('.group-row').getByLabel('姓名')
    await names.first().waitFor()
    for (const n of [0, 1]) await taps.type(names.nth(n), `试例成员${n + 1}`)
    await desk.page.locator('.group-lacks').waitFor()
    await desk.keep(taps)
    await desk.sync()
    expect((await who.file()).page.group.members.map((member) => member.name)).toEqual(['试例成员1', '试例成员2'])
  })

  it('逾期通知送达: to the family of who never came', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 34)
    await worker.home()
    const taps = worker.taps(others.overdueNotice)
    await worker.toForm(taps, '逾期通知送达', true)
    await taps.tap(worker.person(who.name))
    await taps.tap(worker.chip('家属代收'))
    await taps.type(worker.page.getByLabel('谁代收的（姓名、关系）'), '试例父，父亲')
    await worker.photo(taps)
    await worker.keep(taps)
    await worker.sync()
    const entry = await who.record('lateness', '试例父')
    expect(await who.arrived(entry.event)).toBe(1)
  })

  it('逾期有理由: accepted by the office, and nobody is overdue any more', async () => {
    const { desk } = kit
    const who = await Resident.at(kit, 34)
    expect((await who.file()).page.head.state).toBe('overdue')
    await desk.home()
    const taps = desk.taps(others.lateness)
    await desk.toForm(taps, '逾期有理由', true)
    await taps.tap(desk.person(who.name))
    await taps.type(desk.page.getByLabel('什么正当理由'), '住院至本周，有出院证明。')
    await desk.keep(taps)
    await desk.sync()
    await who.record('lateness', '住院至本周')
    expect((await who.file()).page.head.state).toBe('registered')
  })
}
