/** A morning of tests: the session, the roster, what is refused, made up, forced, or taken elsewhere. */
import type { Locator } from 'playwright-core'
import { expect, it } from 'vitest'
import { others, top } from './budgets'
import { ago, Resident, type Kit } from './kit'

export function tests(kit: Kit): void {
  const sheet = (): Locator => kit.tester.page.getByRole('dialog')
  const roster = async () => {
    await kit.tester.go('/tests')
    await kit.tester.title('检测点名')
    await kit.tester.page.locator('.session').waitFor()
  }

  it('sets the session up once: place, card, its lot and expiry, the second officer', async () => {
    const { tester } = kit
    await tester.go('/tests')
    const taps = tester.taps(others.session)
    const field = (name: string) => tester.page.getByLabel(name, { exact: true })
    await taps.type(field('检测地点'), '柳例派出所')
    await taps.type(field('试剂名称'), '三联尿检板')
    await taps.type(field('试剂批号'), '例批0012')
    await tester.day(taps, '试剂有效期至', ago(-200))
    await taps.type(field('第二名工作人员'), '苗专干')
    await taps.tap(tester.button('开始点名'))
    await tester.said('柳例派出所 · 尿液 · 批号 例批0012')
    await tester.said(/^已登记 0 人，共 \d+ 人$/)
  })

  it('阴性: three touches, and the next person is there', async () => {
    const { tester } = kit
    const who = await Resident.at(kit, 8)
    expect(await who.owed()).toContain('test')
    await roster()
    const taps = tester.taps(top.negative)
    await taps.tap(tester.person(who.name))
    await taps.tap(sheet().getByRole('radio', { name: '阴性' }))
    await taps.tap(sheet().getByRole('button', { name: /^保存/ }))
    await tester.said('已登记 1 人')
    await tester.sync()
    const entry = await who.record('test', '阴性')
    expect(entry.summary).toBe('定期 · 尿液 · 阴性')
    expect(JSON.stringify(entry.lines)).toContain('例批0012')
    expect(await who.owed()).not.toContain('test')
  })

  it('采样计时: with its card timed from the sampling, one touch more', async () => {
    const { tester } = kit
    const who = await Resident.at(kit, 24)
    await roster()
    const taps = tester.taps(top.negative)
    await taps.tap(tester.button(`${who.name} 采样计时`))
    await tester.page.locator('.roster-running', { hasText: who.name }).getByText(/还有 \d:\d\d/).waitFor()
    await taps.tap(tester.person(who.name))
    await tester.said(/才到看结果的时间/)
    await taps.tap(sheet().getByRole('radio', { name: '阴性' }))
    await taps.tap(sheet().getByRole('button', { name: /^保存/ }))
    await tester.said('已登记 2 人')
    await tester.sync()
    expect((await who.record('test', '例批0012')).summary).toBe('定期 · 尿液 · 阴性')
  })

  it('阳性: its drug, a photo, the second pair of eyes, A and B; and what the norm now asks for', async () => {
    const { tester } = kit
    const who = await Resident.at(kit, 27)
    await roster()
    const taps = tester.taps(top.positive)
    await taps.tap(tester.person(who.name))
    await taps.tap(sheet().getByRole('radio', { name: '阳性' }))
    await taps.tap(tester.chip('甲基苯丙胺', '哪几种阳性'))
    const numbers = await Promise.all(['A', 'B'].map((of) => sheet().getByLabel(`样本编号 ${of}`).inputValue()))
    await tester.photo(taps, sheet())
    await taps.tap(tester.chip('苗专干 在场，看过结果'))
    await taps.tap(sheet().getByRole('button', { name: /^保存/ }))
    await tester.title('接下来')
    await tester.said('复吸报告')
    await tester.sync()
    const entry = await who.record('test', numbers[0]!)
    expect(entry.summary).toContain('阳性')
    const said = JSON.stringify(entry.lines)
    for (const part of [numbers[1]!, '甲基苯丙胺', '苗专干']) expect(said).toContain(part)
    expect(await who.arrived(entry.event)).toBe(1)
    expect(await who.owed()).toContain('relapse_report')
  })

  it('拒绝检测: the first place on the ladder, and the admonition one touch away', async () => {
    const { tester } = kit
    const who = await Resident.at(kit, 4)
    await roster()
    const taps = tester.taps(top.refused)
    await taps.tap(tester.person(who.name))
    await taps.tap(tester.button('拒绝检测'))
    await taps.tap(tester.chip('当面说不做'))
    await taps.tap(tester.save)
    await tester.said('须制作第 1 次告诫书，送达本人。')
    await taps.tap(tester.button('去告诫书'))
    await tester.said('告诫书由办公室出具。上传后，办公室看得到这一次。')
    await tester.sync()
    await who.record('refusal', '当面说不做')
    const ladder = (await who.file()).page.ladders.find((row) => row.series === 'test')
    expect([ladder?.events.length, ladder?.level]).toEqual([1, 'admonition_1'])
  })

  it('强制检测: approved and taken, from the page that says it may be', async () => {
    const { tester } = kit
    const who = await Resident.at(kit, 4)
    const refusal = await who.record('refusal', '当面说不做')
    await tester.go(`/follows/${who.id}/${refusal.event}`)
    const taps = tester.taps(others.forced)
    await taps.tap(tester.button('登记强制检测'))
    await taps.type(tester.page.getByLabel('批准人'), '例所长')
    await taps.tap(tester.chip('阴性'))
    await tester.keep(taps)
    await tester.sync()
    await who.record('dossier', '例所长')
    const entry = await who.record('test', '强制')
    expect(entry.summary).toContain('阴性')
  })

  it('检测通知书: served to two at once, with one picture', async () => {
    const { tester } = kit
    const told = [await Resident.at(kit, 9), await Resident.at(kit, 22)]
    await roster()
    const taps = tester.taps(others.notices)
    await taps.tap(tester.button('送达检测通知书'))
    for (const who of told) await taps.tap(tester.page.locator('.notice-pick', { hasText: who.name }))
    await taps.tap(tester.button('登记送达（2 人）'))
    await tester.photo(taps, sheet())
    await taps.tap(tester.button('保存送达'))
    await tester.said('2 人已存本机')
    await tester.sync()
    for (const who of told) {
      const entry = await who.record('dossier', '送达检测通知书')
      expect(JSON.stringify(entry.lines)).toContain(ago(0))
      expect(await who.arrived(entry.event)).toBe(1)
      await who.record('dossier', `${who.name}本人签收`)
    }
  })

  it('没到: an evasion that rests on the notice on file', async () => {
    const { tester } = kit
    const who = await Resident.at(kit, 9)
    await roster()
    const taps = tester.taps(others.evadedAfterNotice)
    await taps.tap(tester.person(who.name))
    await taps.tap(tester.button('没到·逃避'))
    await tester.said(/^有送达的通知书：第 \d+ 期/)
    await taps.tap(tester.chip('通知了没来'))
    await taps.tap(tester.save)
    await tester.title('接下来')
    await tester.sync()
    const entry = await who.record('refusal', '通知了没来')
    expect(JSON.stringify(entry)).toMatch(/第\d+期检测通知书，.+当面送达/)
  })

  it('逃避: without a notice on file only with another proof', async () => {
    const { tester } = kit
    const who = await Resident.at(kit, 30)
    await roster()
    const taps = tester.taps(top.refused)
    await taps.tap(tester.person(who.name))
    await taps.tap(tester.button('没到·逃避'))
    await taps.tap(tester.chip('借故躲开'))
    // A hasty save is told what is missing, and records nothing; it is no touch of the way.
    await tester.save.tap()
    await tester.page.locator('.field-error').waitFor()
    await taps.tap(tester.chip('电话通知，有录音或记录'))
    await taps.tap(tester.save)
    await tester.title('接下来')
    await tester.sync()
    const entry = await who.record('refusal', '借故躲开')
    expect(JSON.stringify(entry.lines)).toContain('电话通知，有录音或记录')
  })

  it('毛发补检: names the windows that went by, and is awaited', async () => {
    const { tester } = kit
    const who = await Resident.at(kit, 3)
    const missed = (await who.file()).page.duties.filter((duty) => duty.key.kind === 'makeup_test')
    expect(missed).toHaveLength(2)
    await tester.home()
    const taps = tester.taps(others.makeup)
    const row = tester.page.locator('.today-group li').filter({ hasText: who.name }).filter({ hasText: '补检' })
    await taps.tap(row.first().locator('.task-main'))
    await tester.said('毛发取发根端三厘米')
    await tester.keep(taps)
    await tester.sync()
    const entry = await who.record('test', '补检')
    expect(entry.summary).toBe('补检 · 毛发 · 待实验室')
    for (const duty of missed) expect(JSON.stringify(entry.lines)).toContain(`${duty.key.window}`)
  })

  it('毛发补检: its result ends both windows', async () => {
    const { tester } = kit
    const who = await Resident.at(kit, 3)
    await tester.home()
    const taps = tester.taps(others.resultFromPerson)
    await taps.tap(tester.button('人员'))
    await taps.tap(tester.person(who.name))
    await taps.tap(tester.button('录入检测结果'))
    await taps.tap(tester.chip('阴性'))
    await tester.photo(taps)
    await tester.keep(taps)
    await tester.sync()
    const entry = await who.record('test', '补检')
    expect(entry.summary).toBe('补检 · 毛发 · 阴性')
    expect(await who.owed()).not.toContain('makeup_test')
  })

  it('委托流入地检测: entrusted, with its clock', async () => {
    const { tester } = kit
    const who = await Resident.at(kit, 1)
    await roster()
    const taps = tester.taps(others.entrusted)
    await taps.tap(tester.person(who.name))
    await taps.tap(sheet().getByText('其他检测', { exact: true }))
    await taps.tap(tester.button('委托流入地检测'))
    await taps.type(tester.page.getByLabel('对方公安机关'), '演示市例派出所')
    await taps.type(tester.page.getByLabel('对方检测民警'), '例民警')
    await tester.keep(taps)
    await tester.sync()
    const entry = await who.record('test', '演示市例派出所')
    expect(entry.summary).toContain('待实验室')
    expect(await who.owed()).toContain('entrusted_feedback')
  })

  it('委托流入地检测: its result is brought in from the task', async () => {
    const { tester } = kit
    const who = await Resident.at(kit, 1)
    await tester.home()
    const taps = tester.taps(others.resultFromTask)
    const row = tester.page.locator('.today-group li').filter({ hasText: who.name }).filter({ hasText: '委托' })
    await taps.tap(row.first().locator('.task-main'))
    await taps.tap(tester.chip('阴性'))
    await tester.photo(taps)
    await tester.keep(taps)
    await tester.sync()
    const entry = await who.record('test', '演示市例派出所')
    expect(entry.summary).toContain('阴性')
    expect(await who.owed()).not.toContain('entrusted_feedback')
  })

  it('外出地检测结果: by its certificate, on the day the sample was taken', async () => {
    const { tester } = kit
    const who = await Resident.at(kit, 5)
    await roster()
    const taps = tester.taps(others.outOfArea)
    await taps.tap(tester.person(who.name))
    await taps.tap(sheet().getByText('其他检测', { exact: true }))
    await taps.tap(tester.button('外出地检测结果'))
    await taps.tap(tester.button('昨天').first())
    await taps.tap(tester.chip('阴性'))
    await taps.type(tester.page.getByLabel('对方公安机关'), '演示县例派出所')
    await taps.type(tester.page.getByLabel('对方检测民警'), '例警官')
    await tester.photo(taps)
    await tester.keep(taps)
    await tester.sync()
    const entry = await who.record('test', '演示县例派出所')
    expect([entry.happened_at.slice(0, 10), entry.summary]).toEqual([ago(1), '请假外出地 · 尿液 · 阴性'])
    expect(await who.arrived(entry.event)).toBe(1)
    await who.record('dossier', '例警官')
  })
}
