/** What is said and done with a person: 帮教, 心理疏导, 帮扶, 其他措施, 定期报告, 评估, 告知. */
import { expect, it } from 'vitest'
import { others, top } from './budgets'
import { line, Resident, type Kit } from './kit'

export function talks(kit: Kit): void {
  it('帮教: a worker exhorts a person', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 2)
    await worker.home()
    const taps = worker.taps(others.guidance)
    await worker.toForm(taps, '帮教·劝诫')
    await taps.tap(worker.person(who.name))
    await taps.type(worker.page.getByLabel('讲了什么、本人怎么说'), '讲了远离旧友，本人说记住了。')
    await worker.keep(taps)
    await worker.sync()
    const entry = await who.record('guidance', '讲了远离旧友')
    expect(entry.summary).toContain('个别劝诫')
  })

  it('心理疏导: what was talked of', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 2)
    await worker.home()
    const taps = worker.taps(others.counselling)
    await worker.toForm(taps, '心理疏导')
    await taps.tap(worker.person(who.name))
    await taps.type(worker.page.getByLabel('谈了什么、效果怎样'), '谈了失眠，约好下周再来。')
    await worker.keep(taps)
    await worker.sync()
    const entry = await who.record('support', '谈了失眠')
    expect(entry.summary).toContain('心理疏导')
  })

  it('帮扶: work was found', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 2)
    await worker.home()
    const taps = worker.taps(others.support)
    await worker.toForm(taps, '帮扶', true)
    await taps.tap(worker.person(who.name))
    await taps.type(worker.page.getByLabel('做了什么'), '介绍到镇上茶厂做包装。')
    await taps.tap(worker.chip('已落实'))
    await worker.keep(taps)
    await worker.sync()
    const entry = await who.record('support', '镇上茶厂')
    expect(entry.summary).toContain('分散安置')
  })

  it('其他戒毒措施: maintenance at the clinic', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 4)
    await worker.home()
    const taps = worker.taps(others.otherMeasure)
    await worker.toForm(taps, '其他戒毒措施', true)
    await taps.tap(worker.person(who.name))
    await taps.type(worker.page.getByLabel('情况', { exact: true }), '在例县门诊服美沙酮。')
    await taps.tap(worker.chip('办理中'))
    await worker.keep(taps)
    await worker.sync()
    const entry = await who.record('support', '服美沙酮')
    expect(entry.summary).toContain('药物维持治疗')
  })

  it('定期报告: handed over in person it ends the visit of its window, too', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 30)
    expect(await who.owed()).toEqual(expect.arrayContaining(['report', 'visit']))
    await worker.home()
    const taps = worker.taps(top.report)
    const row = worker.page.locator('.today-group li').filter({ hasText: who.name }).filter({ hasText: '定期报告' })
    await taps.tap(row.locator('.task-main'))
    await worker.said('当面交的书面报告，也算这一期的走访。')
    await taps.tap(worker.chip('没有复吸'))
    await taps.tap(worker.chip('就业'))
    await taps.tap(worker.chip('平稳'))
    await taps.type(worker.page.getByLabel('家庭情况和本人要说的'), '家里都好，厂里加班多。')
    await worker.keep(taps)
    await worker.sync()
    await who.record('report', '厂里加班多')
    const owed = await who.owed()
    expect(owed).not.toContain('report')
    expect(owed).not.toContain('visit')
  })

  it('评估: the grades of a year, by two of the group', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 12)
    await worker.home()
    const taps = worker.taps(others.assessment)
    await worker.toForm(taps, '评估', true)
    await taps.tap(worker.person(who.name))
    for (const field of ['配合程度', '表现情况', '康复情况', '结论']) await taps.tap(worker.chip('较好', field))
    await taps.type(worker.page.getByLabel('意见', { exact: true }), '按计划继续，多联系家属。')
    await taps.type(worker.page.getByLabel('评估人（至少两人）'), '苗专干、石民警')
    await worker.keep(taps)
    await worker.sync()
    const entry = await who.record('assessment', '多联系家属')
    expect(JSON.stringify(entry.lines)).toContain('苗专干、石民警')
  })

  it('告知·签字: told on the day of the report-in, signed on the glass', async () => {
    const { worker } = kit
    const who = await Resident.at(kit, 0)
    await worker.home()
    const taps = worker.taps(others.telling)
    await worker.toForm(taps, '告知·签字', true)
    await taps.tap(worker.person(who.name))
    for (const told of ['权利和义务', '违反协议的后果', '个人信息怎样使用']) await taps.tap(worker.chip(told))
    await taps.tap(worker.page.locator('.signature canvas'))
    await taps.tap(worker.button('用这个签名'))
    await worker.page.locator('img.signature-glass').waitFor()
    await worker.keep(taps)
    await worker.sync()
    const entry = await who.record('dossier', '个人信息怎样使用')
    expect(line(entry, '告知内容') ?? JSON.stringify(entry.lines)).toContain('权利和义务')
    expect(await who.arrived(entry.event)).toBe(1)
  })
}
