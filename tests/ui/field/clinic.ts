/** The member of the group from the clinic: cards instead of files, and what is recorded blind. */
import { expect, it } from 'vitest'
import { Handset } from '../handset'
import { others } from './budgets'
import { Resident, type Kit } from './kit'

export function clinic(kit: Kit): void {
  it('医务: a talk is recorded from a card, of a person whose file is not shown', async () => {
    const { demo, browser, office } = kit
    await demo.addUser('yi', '白医生', 'medical')
    const nurse = await Handset.pair(browser, demo, office, '白医生', '服务对象')
    const who = await Resident.at(kit, 26)
    await nurse.sync()
    await nurse.go('/people')
    const taps = nurse.taps(others.card)
    await taps.tap(nurse.person(who.name))
    await taps.type(nurse.page.getByLabel('做了什么、谈了什么'), '讲了服药的时间和剂量。')
    await taps.tap(nurse.button('登记帮教、辅导'))
    await nurse.said('已存本机')
    await nurse.sync()
    const entry = await who.record('guidance', '讲了服药的时间')
    expect((await who.file()).marks.find((mark) => mark.event === entry.event)?.author?.name).toBe('白医生')
    await nurse.page.context().close()
  })
}
