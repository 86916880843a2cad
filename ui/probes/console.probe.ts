import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launch, newPage, NOW, settled, shut } from './browser'
import { desk, deskFaults, logIn, realErrors, weighed } from './console/desk'
import { keeper } from './console/fixtures'
import { draftRow } from './console/intakeFixtures'
import { auditor } from './console/keeperFixtures'
import { office } from './console/office'
import { password, Town } from './console/server'

const at = office()

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
async function see(page: Page, path: string, name: string) {
  await page.evaluate((to) => (location.hash = to), path)
  await heading(page, name)
  await settled(page)
}

describe.each(['light', 'dark'] as const)('in the %s look', (look) => {
  let page: Page
  let errors: string[]
  beforeAll(async () => {
    at.town = new Town()
    ;({ page, errors } = await logIn(at.browser, at.url, look))
  })
  beforeEach(async () => {
    at.town.loggedIn = true
    errors.length = 0
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => [...document.querySelectorAll('[role=dialog]')].every((d) => d.getClientRects().length === 0))
  })
  afterAll(() => page.close())
  const screens: [name: string, path: string, title: string][] = [
    ['workbench', '/workbench', '工作台'],
    ['inbox', '/inbox', '核对收件箱'],
    ['inbox-class', '/inbox?class=entered_late', '核对收件箱'],
    ['issue-fields', '/inbox/issues/case-8/concurrent_edit/e9,a1,a2', '王例八：同一字段有两个值'],
    ['issue-refusals', '/inbox/issues/case-5/same_refusal_twice/r1,r2', '周例五：同一次拒检可能登记了两次'],
    ['issue-decided', '/inbox/issues/case-3/same_visit_twice/v1,v2', '孙例三：同一次走访重复登记'],
    ['decisions', '/decisions', '待决定'],
    ['decide-leave', '/persons/case-8/decide/leave_approval', '王例八：准假'],
    ['decide-determination', '/persons/case-8/decide/determination', '王例八：认定严重违反协议'],
    ['handovers', '/handovers', '工作交接'],
    ['persons', '/persons', '人员名册'],
    ['persons-overdue', '/persons?filter=overdue', '人员名册'],
    ['persons-none', '/persons?q=没有这个人', '人员名册'],
    ['file', '/persons/case-8', '王例八'],
    ['file-waiting', '/persons/case-31', '朴例四'],
    ['persons-as-of', '/persons?as_of=2026-11-10', '人员名册'],
    ['register-intake', '/registers/intake', '建档·报到台账'],
    ['register-pick-ups', '/registers/pick_ups', '出所接回台账'],
    ['register-lateness', '/registers/lateness', '逾期报到台账'],
    ['register-uploads', '/registers/uploads', '公安上传台账'],
    ['clocks', '/clocks', '时限'],
    ['clocks-hours', '/clocks?pace=hours', '时限'],
    ['register-tests', '/registers/tests', '检测台账'],
    ['register-visits', '/registers/visits', '家访·报告·帮教台账'],
    ['register-assessments', '/registers/assessments', '评估台账'],
    ['register-leave', '/registers/leave', '请假台账'],
    ['register-breaches', '/registers/breaches', '违规·告诫台账'],
    ['register-support', '/registers/support', '帮扶台账'],
    ['register-transfers', '/registers/transfers', '变更执行地台账'],
    ['register-endings', '/registers/endings', '中止·终止·解除台账'],
    ['register-as-of', '/registers/tests?as_of=2026-11-10&status=makeup', '检测台账'],
    ['register-none', '/registers/tests?q=没有这个人', '检测台账'],
    ['deadlines', '/deadlines', '到期日历'],
    ['deadlines-by-worker', '/deadlines?by=worker', '到期日历'],
    ['order', '/register/order', '登记决定书'],
    ['report-in', '/register/report-in', '登记报到'],
    ['report-in-of', '/register/report-in?case=case-31', '登记报到'],
    ['agreement', '/register/agreement?case=case-3', '登记协议'],
    ['devices', '/devices', '设备'],
    ['devices-revoked', '/devices?show=revoked', '设备'],
    ['capsule', '/capsule', '交入胶囊'],
    ['quarantine', '/quarantine', '待核查记录'],
    ['missing', '/missing', '缺附件'],
    ['office', '/office', '机构'],
    ['draws', '/draws', '抽检抽签'],
    ['calendar', '/calendar', '放假安排'],
    ['readings', '/readings', '解读'],
    ['devices-waiting', '/devices?show=waiting', '设备'],
    ['openings', '/openings', '紧急查阅'],
    ['sealed', '/sealed', '已封存档案'],
    ['sealed-file', '/persons/case-shut', '人员档案'],
    ['transfers', '/transfers', '移交'],
    ['password', '/me/password', '修改密码'],
    ['not-found', '/nowhere', '没有这一页'],
  ]
  it.each(screens)('%s can be read and reached', async (name, path, title) => {
    await see(page, path, title)
    await check(page, `console-${name}-${look}`, errors)
  })

  const formIsThere = (page: Page) => page.getByRole('button', { name: /^保存/ }).waitFor()
  const opened: [name: string, path: string, title: string, open: (page: Page) => Promise<void>][] = [
    ['explain', '/persons/case-8', '王例八', async (page) => {
      await page.getByRole('button', { name: '为什么是这天：定期检测' }).press('Enter')
      await page.getByText('规则版本').waitFor()
    }],
    ['step-details', '/register/step/details?case=case-3', '填基本情况登记表', formIsThere],
    ['step-plan', '/register/step/plan?case=case-3', '填戒毒（康复）计划', formIsThere],
    ['step-group', '/register/step/group?case=case-3', '定工作小组', formIsThere],
    ['step-unjustified', '/register/step/unjustified?case=case-31', '不认可逾期理由', formIsThere],
    ['decide-withdrawal', '/persons/case-8/decide/withdrawal', '王例八：撤回认定', async (page) => {
      await page.getByLabel('理由').fill('两次拒检经查有正当理由。')
    }],
    ['uploads-changed', '/registers/uploads', '公安上传台账', async (page) => {
      await page.locator('summary', { hasText: '1 人的登记内容与上次上传时不同' }).press('Enter')
      await page.getByRole('button', { name: '复制王例八的现居住地' }).press('Enter')
      await page.getByText(/已复制现居住地|浏览器不让复制/).waitFor()
    }],
    ['master-number', '/persons/case-8', '王例八', async (page) => {
      await page.getByRole('button', { name: '基本信息变更' }).press('Enter')
      await page.getByRole('button', { name: '显示完整号码' }).press('Enter')
      await page.waitForFunction(() => (document.activeElement as HTMLInputElement | null)?.value === '999999199001010010')
    }],
    ['step-report', '/register/step/report?case=case-31', '报告逾期未报到', formIsThere],
    ['step-found', '/register/step/found?case=case-31', '登记查获', formIsThere],
    ['step-upload', '/register/step/upload?case=case-31&matter=overdue', '登记公安上传', formIsThere],
    ['upload', '/registers/uploads', '公安上传台账', async (page) => {
      await page.getByRole('button', { name: '上传单：王例八' }).first().press('Enter')
      await page.getByText('第 1 项，共 7 项').waitFor()
      await page.keyboard.press('Enter')
      await page.getByText('第 2 项，共 7 项').waitFor()
    }],
    ['order-drafts', '/register/order', '登记决定书', async (page) => {
      at.town.drafts = [draftRow]
      await see(page, '/workbench', '工作台')
      await see(page, '/register/order', '登记决定书')
      await page.getByRole('button', { name: '接着填：试例丁' }).waitFor()
      at.town.drafts = []
    }],
    ['assign', '/persons/case-8', '王例八', async (page) => {
      await page.getByRole('button', { name: '指派责任人' }).press('Enter')
      await page.getByText('苗专干', { exact: true }).last().waitFor()
    }],
    ['inbox-open', '/inbox', '核对收件箱', async (page) => {
      await page.getByRole('button', { name: '王例八：入户 · 本人 · 配合，打开' }).press('Enter')
      await page.getByText('在镇上例例砖厂上班').waitFor()
    }],
    ['inbox-hold', '/inbox', '核对收件箱', async (page) => {
      await page.getByRole('button', { name: '搁置：王例八 入户 · 本人 · 配合' }).press('Enter')
      await page.getByRole('button', { name: '搁置，待核' }).waitFor()
    }],
    ['inbox-many', '/inbox', '核对收件箱', async (page) => {
      await page.getByText('采纳本页无异常的 3 条').waitFor()
      await page.keyboard.press('Shift+A')
      await page.getByText('3 条记录没有任何异常').waitFor()
    }],
    ['issue-chosen', '/inbox/issues/case-5/same_refusal_twice/r1,r2', '周例五：同一次拒检可能登记了两次', async (page) => {
      await page.keyboard.press('3')
      await page.getByRole('heading', { name: '不再相符、须作废' }).waitFor()
    }],
    ['issue-withdraw', '/inbox/issues/case-3/same_visit_twice/v1,v2', '孙例三：同一次走访重复登记', async (page) => {
      await page.getByRole('button', { name: '撤回裁决' }).press('Enter')
      await page.getByLabel('为什么撤回').waitFor()
    }],
    ['return', '/persons/case-8', '王例八', async (page) => {
      await page.getByRole('button', { name: '退回：入户 · 本人 · 配合' }).first().press('Enter')
      await page.getByRole('button', { name: '退回给记录人' }).waitFor()
    }],
    ['master', '/persons/case-8', '王例八', async (page) => {
      await page.getByRole('button', { name: '基本信息变更' }).press('Enter')
      await page.getByText('户口簿为证').waitFor()
    }],
    ['handover-begin', '/handovers', '工作交接', async (page) => {
      await page.getByLabel('谁要离岗').selectOption('u-miao')
      await page.getByText('还有 3 条未上传').waitFor()
    }],
    ['reading-preview', '/readings', '解读', async (page) => {
      await page.getByRole('button', { name: '打开 RD-02' }).press('Enter')
      await page.getByLabel('改为').selectOption('true')
      await page.getByLabel('理由').fill('县禁毒办会议纪要')
      await page.getByRole('button', { name: '先看影响' }).press('Enter')
      await page.getByText('看过 41 份档案，有 2 份会改变。').waitFor()
    }],
    ['draws-again', '/draws', '抽检抽签', async (page) => {
      await page.getByRole('button', { name: '重算一遍' }).press('Enter')
      await page.getByText('重算一致').waitFor()
    }],
    ['draws-word', '/draws', '抽检抽签', async (page) => {
      await page.getByRole('button', { name: '抽签', exact: true }).press('Enter')
      await page.getByRole('textbox', { name: '公开数字' }).fill('彩票第2026328期：1 1 9')
    }],
    ['calendar-bad', '/calendar', '放假安排', async (page) => {
      await page.getByLabel('通知文号').fill('试发〔2026〕1号')
      await page.getByRole('textbox', { name: '放假和调休日期' }).fill('2027-02-30,放假,试排')
      await page.getByRole('button', { name: '先看影响' }).press('Enter')
      await page.getByText('有 2 行不能用').waitFor()
    }],
    ['office-forms', '/office', '机构', async (page) => {
      for (const name of ['登记任职', '登记资质', '登记人数', '登记宣传教育']) await page.locator('summary', { hasText: name }).press('Enter')
      await page.getByRole('form', { name: '登记宣传教育' }).waitFor()
    }],
    ['what-if', '/persons/case-8', '王例八', async (page) => {
      await page.getByRole('button', { name: '推演' }).press('Enter')
      await page.getByRole('dialog').getByRole('button', { name: '推演' }).press('Enter')
      await page.getByText('随之要办的文书').waitFor()
    }],
    ['as-of', '/persons/case-8', '王例八', async (page) => {
      await page.getByRole('button', { name: '当时所知' }).press('Enter')
      await page.getByRole('dialog').getByLabel('日期', { exact: true }).fill('2026-11-20')
      await page.getByRole('dialog').getByRole('button', { name: '看', exact: true }).press('Enter')
      await page.getByText('那时还不知道的记录').waitFor()
    }],
    ['shortcuts', '/persons', '人员名册', async (page) => {
      await page.keyboard.press('?')
      await page.getByRole('dialog').waitFor()
    }],
    ['order-missing', '/register/order', '登记决定书', async (page) => {
      await page.keyboard.press('Control+Enter')
      await page.getByText('处要改').waitFor()
    }],
    ['pair-choose', '/devices', '设备', async (page) => {
      await page.getByRole('button', { name: '绑定手机' }).press('Enter')
      await page.getByRole('combobox').waitFor()
    }],
    ['pair-code', '/devices', '设备', pairCode],
    ['capsule-done', '/capsule', '交入胶囊', async (page) => {
      await page.getByLabel('或粘贴二维码的文字').fill('GH1/00000000/1/1/00')
      await page.keyboard.press('Control+Enter')
      await page.getByRole('heading', { name: '已交入' }).waitFor()
    }],
    ['quarantine-decide', '/quarantine', '待核查记录', async (page) => {
      await page.getByRole('button', { name: '核查苗专干的第 41 条' }).press('Enter')
      await page.getByRole('dialog').getByLabel('理由').fill('已向本人核实，记录属实')
      await page.getByRole('button', { name: '保存决定' }).waitFor()
    }],
    ['confirm-device', '/devices?show=waiting', '设备', async (page) => {
      await page.getByRole('button', { name: '确认石民警的演示机' }).press('Enter')
      await page.getByText('逐位核对这 12 位数字').waitFor()
    }],
    ['reads', '/persons/case-8', '王例八', async (page) => {
      await page.getByRole('button', { name: '谁看过' }).press('Enter')
      await page.getByText('林邻警').waitFor()
    }],
    ['transfer-accept', '/transfers', '移交', async (page) => {
      await page.getByRole('button', { name: '接收冯例九的档案' }).press('Enter')
      await page.getByText('档案从现在起只在本乡镇').waitFor()
    }],
    ['password-wrong', '/me/password', '修改密码', async (page) => {
      await page.getByLabel('新密码', { exact: true }).fill('four words in a row')
      await page.getByRole('button', { name: '修改密码' }).press('Enter')
      await page.getByText('两遍不一样').waitFor()
    }],
    ['revoke', '/devices', '设备', async (page) => {
      await page.getByRole('button', { name: '吊销田专干的安卓 9' }).press('Enter')
      await page.getByText('注意：上次联系时').waitFor()
    }],
  ]
  it.each(opened)('%s can be read and reached', async (name, path, title, open) => {
    await see(page, path, title)
    await open(page)
    await check(page, `console-${name}-${look}`, errors)
  })

  it('the keeper of accounts invites and takes steps, and sees no file', async () => {
    at.town.user = keeper
    const { page, errors } = await newPage(at.browser)
    await page.addInitScript((to) => localStorage.setItem('look.theme', to), look)
    at.town.loggedIn = true
    await page.goto(`${at.url}#/people`)
    await heading(page, '人员与角色')
    await check(page, `console-people-${look}`, errors)
    expect(await page.getByRole('link', { name: '人员名册' }).count()).toBe(0)
    await page.getByRole('button', { name: '改角色：苗专干' }).press('Enter')
    await page.getByText('新角色由另一个人确认后生效').waitFor()
    await check(page, `console-people-step-${look}`, errors)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '邀请人员' }).press('Enter')
    await page.getByLabel('姓名').fill('辛专干')
    await page.getByLabel('用户名').fill('xin')
    await page.getByRole('combobox', { name: '角色', exact: true }).selectOption('worker')
    await page.getByRole('button', { name: '出设置链接' }).press('Enter')
    await page.getByText('只能用一次').waitFor()
    await check(page, `console-people-link-${look}`, errors)
    await page.close()
  })

  it('the audit officer reads the log a page at a time, and sees no file', async () => {
    at.town.user = auditor
    const { page, errors } = await newPage(at.browser)
    await page.addInitScript((to) => localStorage.setItem('look.theme', to), look)
    at.town.loggedIn = true
    await page.goto(`${at.url}#/audit`)
    await heading(page, '审计')
    await page.getByText('链条完整').waitFor()
    await check(page, `console-audit-${look}`, errors)
    expect(await page.getByRole('link', { name: '人员名册' }).count()).toBe(0)
    await page.getByRole('button', { name: '再看更早的' }).press('Enter')
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 20)
    await page.close()
  })

  it('the keeper of accounts sets the lowest version after seeing whom it stops', async () => {
    at.town.user = keeper
    const { page, errors } = await newPage(at.browser)
    await page.addInitScript((to) => localStorage.setItem('look.theme', to), look)
    at.town.loggedIn = true
    await page.goto(`${at.url}#/app-floor`)
    await heading(page, '手机版本')
    await page.getByLabel('须达到').fill('0.2.0')
    await check(page, `console-app-floor-${look}`, errors)
    await page.getByRole('button', { name: '设置…' }).press('Enter')
    await page.getByText('1 台在用的手机会马上不能登记新记录').waitFor()
    await check(page, `console-app-floor-confirm-${look}`, errors)
    await page.getByRole('button', { name: '确定设置' }).press('Enter')
    await page.getByText('最低版本已设置').waitFor()
    expect(at.town.posts.at(-1)?.body).toEqual({ wanted: '0.2.0', required: '0.2.0' })
    await page.close()
  })

  it('whoever holds a set-up link chooses a password and takes over the second factor', async () => {
    at.town.loggedIn = false
    const { page, errors } = await newPage(at.browser)
    await page.addInitScript((to) => localStorage.setItem('look.theme', to), look)
    await page.goto(`${at.url}#/setup/00112233`)
    await page.getByText('JBSWY3DP').waitFor()
    await check(page, `console-setup-${look}`, errors)
    await page.getByLabel('新密码').fill('four words in a row')
    await page.getByLabel('再输一遍').fill('four words in a row')
    await page.getByLabel('三、验证器上的 6 位数字').fill('123456')
    await page.keyboard.press('Enter')
    await page.getByText('请等另一位同事').waitFor()
    await page.close()
  })

  it('login can be read and reached, and says what was wrong', async () => {
    at.town.loggedIn = false
    const { page, errors } = await newPage(at.browser)
    await page.addInitScript((to) => localStorage.setItem('look.theme', to), look)
    await page.goto(at.url)
    await page.getByLabel('用户名').fill('wen')
    await page.getByLabel('密码').fill('wrong')
    await page.getByLabel('动态码').fill('000000')
    await page.keyboard.press('Enter')
    await page.getByText('用户名、密码或动态码不对').waitFor()
    await check(page, `console-login-${look}`, errors)
    await page.close()
  })
})

async function check(page: Page, picture: string, errors: string[]) {
  await settled(page)
  await page.screenshot({ path: `test-results/pictures/${picture}.png` })
  const faults = [...(await deskFaults(page)), ...realErrors(errors)]
  if (faults.length > 0) throw new Error(faults.join('\n'))
}

async function pairCode(page: Page) {
  await page.getByRole('button', { name: '绑定手机' }).press('Enter')
  await page.getByRole('combobox', { name: '给谁绑定' }).focus()
  await page.keyboard.press('ArrowDown')
  expect(await page.getByRole('combobox').locator('option:checked').textContent()).toBe('苗专干（专职工作人员）')
  await page.getByRole('button', { name: '出绑定码' }).press('Enter')
  await page.getByText('F2B6-GGX5-JKAW-37MC').waitFor()
}

describe('by keyboard alone', () => {
  const keys = async (page: Page, ...list: string[]) => {
    for (const key of list) await page.keyboard.press(key)
  }

  it('finds a person by initials and asks why a day is that day', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await keys(page, 'Control+k')
    await page.keyboard.type('zl')
    await keys(page, 'Enter')
    await heading(page, '人员名册')
    await page.waitForFunction(() => document.activeElement?.textContent === '赵例一')
    await keys(page, 'j')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('周例五')
    await keys(page, 'k', 'Enter')
    await heading(page, '赵例一')
    await page.getByText('应办事项').waitFor()
    await keys(page, 'j', 'Enter')
    await page.getByRole('heading', { name: '为什么是这天：定期检测 第17期' }).waitFor()
    await page.getByRole('button', { name: '看记录：报到日期' }).press('Enter')
    await page.waitForFunction(() => document.activeElement?.id === 'entry-e2')
    await page.close()
  })

  it('filters a register, looks at a past day, asks why a date is that day and opens the file', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await keys(page, 'z')
    await heading(page, '检测台账')
    await page.getByRole('button', { name: /^待补检/ }).press('Enter')
    await page.waitForFunction(() => [...document.querySelectorAll('tbody tr')].every((row) => row.textContent?.includes('待补检')))
    await page.getByLabel('村（社区）').focus()
    await page.keyboard.press('ArrowDown')
    await page.waitForFunction(() => location.hash.includes('village='))
    await page.getByRole('textbox', { name: '当时所知' }).focus()
    await page.keyboard.type('20261110')
    await page.getByText('当天结束时已经收到的记录').waitFor()
    await page.getByRole('button', { name: '清除条件' }).press('Enter')
    await page.waitForFunction(() => !location.hash.includes('?'))
    await keys(page, '/')
    await page.keyboard.type('zl')
    await keys(page, 'Enter')
    await page.waitForFunction(() => document.activeElement?.textContent === '赵例一')
    await page.getByRole('button', { name: /^R-TEST-2，为什么是这天：赵例一/ }).first().press('Enter')
    await page.getByText('规则版本').waitFor()
    await keys(page, 'Escape')
    await page.waitForFunction(() => [...document.querySelectorAll('[role=dialog]')].every((d) => d.getClientRects().length === 0))
    await keys(page, 'j', 'Enter')
    await page.getByText('应办事项').waitFor()
    await page.close()
  })

  it('turns pages and keeps a list under a name of its own', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await keys(page, 'z')
    await heading(page, '检测台账')
    await page.getByRole('button', { name: '第 2 页' }).press('Enter')
    await page.waitForFunction(() => location.hash.includes('page=2'))
    await page.getByRole('button', { name: /^逾期/ }).press('Enter')
    await page.waitForFunction(() => location.hash.includes('status=overdue') && !location.hash.includes('page='))
    await page.getByRole('button', { name: '存为常用' }).press('Enter')
    await page.keyboard.type('逾期检测')
    await keys(page, 'Enter')
    await page.getByRole('link', { name: '逾期检测', exact: true }).waitFor()
    expect(at.town.views.at(-1)).toEqual({ name: '逾期检测', address: '/registers/tests?status=overdue' })
    await page.close()
  })

  it('goes through the month, a day of it and the month after', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await keys(page, 'l')
    await heading(page, '到期日历')
    await page.getByRole('button', { name: /^11月\s*24\s*日/ }).press('Enter')
    await page.getByRole('heading', { name: /^11月24日 周二 \d+ 项/ }).waitFor()
    await page.getByRole('button', { name: '下个月' }).press('Enter')
    await page.getByText('2026年12月').waitFor()
    await page.close()
  })

  it('opens every page of the menu with its key', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    for (const [key, title] of [['2', '人员名册'], ['d', '登记决定书'], ['q', '时限'], ['b', '建档·报到台账'], ['y', '逾期报到台账'], ['s', '公安上传台账'], ['4', '登记报到'], ['5', '登记协议'], ['6', '设备'], ['h', '待核查记录'], ['t', '移交'], ['z', '检测台账'], ['l', '到期日历'], ['1', '工作台']] as const) {
      await page.keyboard.press(key)
      await heading(page, title)
    }
    await page.close()
  })

  it('registers an order, is told of a mistyped id number and of a duplicate, then the report-in', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await keys(page, 'd')
    await heading(page, '登记决定书')
    await page.getByText('责任人').waitFor()
    await keys(page, 'Tab', 'Space', 'Tab')
    await page.keyboard.type('20261120')
    await keys(page, 'Tab', 'Tab')
    await page.keyboard.type('36')
    await keys(page, 'Tab')
    await page.keyboard.type('例社戒决字〔2026〕99号')
    await keys(page, 'Tab')
    await page.keyboard.type('例县公安局')
    // Three days with their calendars, the place, another day, the facts.
    await keys(page, ...Array.from({ length: 11 }, () => 'Tab'))
    await page.keyboard.type('试例甲')
    await keys(page, 'Tab', 'Tab')
    await page.keyboard.type('999999199001010010')
    await keys(page, 'Tab', 'Tab', 'Tab', 'Tab', 'Tab')
    await page.keyboard.type('东塘村')
    await keys(page, 'Tab')
    await page.keyboard.type('东塘村1组')
    expect(await page.getByRole('textbox', { name: '出生日期' }).inputValue()).toBe('1990-01-01')
    await keys(page, 'Control+Enter')
    await page.getByText('身份证号校验不通过').waitFor()
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('999999199001010010')
    await keys(page, 'Control+a')
    await page.keyboard.type('9999991990010' + '1100X')
    await keys(page, 'Control+Enter')
    await page.getByRole('dialog').getByText('同一人又收到新的决定书').waitFor()
    await page.getByRole('button', { name: '确是新的决定书，登记' }).press('Enter')
    await heading(page, '试例甲')
    await page.getByRole('link', { name: '登记报到' }).last().press('Enter')
    await heading(page, '登记报到')
    await page.getByText('怎么来的').waitFor()
    await page.getByRole('radio', { name: '自行报到' }).press('Space')
    await keys(page, 'Control+Enter')
    await heading(page, '试例甲')
    await page.getByText('执行中').waitFor()
    const sent = at.town.posts.filter((p) => p.path === '/api/cases').at(-1)
    expect(sent?.body).toMatchObject({ confirm_duplicate: true, decided_on: '2026-11-20', order: { measure: 'rehab', person: { sex: '2', birth: '1990-01-01' } } })
    await page.close()
  })

  it('a report-in of tomorrow is refused at its date', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await see(page, '/register/report-in?case=case-31', '登记报到')
    await page.getByLabel('报到日期', { exact: true }).fill('2026-11-25')
    await page.getByRole('radio', { name: '自行报到' }).press('Space')
    await keys(page, 'Control+Enter')
    await page.getByText('时间在将来').waitFor()
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('2026-11-25')
    await page.close()
  })

  it('picks the person of an agreement by typing', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await keys(page, '5')
    await heading(page, '登记协议')
    await keys(page, '/')
    await page.keyboard.type('ql')
    await keys(page, 'Enter')
    await page.waitForFunction(() => document.activeElement?.textContent?.trim() === '钱例二')
    await keys(page, 'Enter')
    await page.waitForFunction(() => document.activeElement?.matches('form input') === true)
    await page.getByRole('button', { name: '告知与签订同时' }).press('Enter')
    await keys(page, 'Control+Enter')
    await heading(page, '钱例二')
    const sent = at.town.posts.at(-1)
    expect(sent?.path).toBe('/api/cases/case-2/agreement')
    await page.close()
  })

  it('binds a phone and sees it arrive', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await keys(page, '6')
    await heading(page, '设备')
    await pairCode(page)
    at.town.arrive()
    await page.getByText('已绑定：苗专干的新演示机').waitFor()
    await keys(page, 'Escape')
    await page.getByRole('cell', { name: '新演示机', exact: true }).waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('绑定手机')
    await page.close()
  })

  it('is told when a pairing code has run out, and gets another', async () => {
    at.town.codeSeconds = 2
    const { page } = await logIn(at.browser, at.url, 'light')
    await keys(page, '6')
    await heading(page, '设备')
    await pairCode(page)
    await page.clock.setFixedTime(new Date(NOW.getTime() + 5000))
    await page.getByText('绑定码已过期').waitFor()
    at.town.codeSeconds = 600
    await page.getByRole('button', { name: '重新出码' }).press('Enter')
    await page.getByText('F2B6-GGX5-JKAW-37MC').waitFor()
    await page.close()
  })

  it('revokes a phone only after a confirmation', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await keys(page, '6')
    await page.getByRole('button', { name: '吊销田专干的安卓 9' }).waitFor()
    const revoke = page.getByRole('button', { name: '吊销田专干的安卓 9' })
    for (let presses = 0; presses < 12 && !(await revoke.evaluate((button) => button === document.activeElement)); presses += 1) await keys(page, 'j')
    await keys(page, 'Enter')
    await page.getByRole('dialog').waitFor()
    expect(at.town.posts.filter((p) => p.path.endsWith('/revoke'))).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: '吊销', exact: true }).press('Enter')
    await page.getByText('已吊销', { exact: true }).last().waitFor()
    expect(at.town.posts.at(-1)?.path).toBe('/api/devices/s-u-tian/revoke')
    await page.close()
  })

  it('assigns a worker', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await see(page, '/persons/case-21', '何例三')
    await page.getByRole('button', { name: '指派责任人' }).press('Enter')
    await page.getByRole('checkbox', { name: '田专干' }).press('Space')
    await keys(page, 'Control+Enter')
    await page.getByText('指派已保存').waitFor()
    expect(at.town.posts.at(-1)?.body).toEqual({ workers: ['u-tian'] })
    await page.close()
  })
})

describe('a session', () => {
  it('that ends asks to log in again and loses nothing that was typed', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await see(page, '/register/order', '登记决定书')
    await page.getByLabel('决定机关').fill('例县公安局')
    at.town.loggedIn = false
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: '工作台' }).press('Enter')
    await page.getByText('登录已过期').waitFor()
    await page.getByLabel('用户名').fill('wen')
    await page.getByLabel('密码').fill(password)
    await page.getByLabel('动态码').fill('123456')
    await page.keyboard.press('Enter')
    await heading(page, '工作台')
    await page.keyboard.press('d')
    await heading(page, '登记决定书')
    expect(await page.getByLabel('决定机关').inputValue()).toBe('例县公安局')
    await page.close()
  })

  it('survives loading the page anew, and ends with 退出', async () => {
    const { page } = await logIn(at.browser, at.url, 'light')
    await see(page, '/persons/case-8', '王例八')
    await page.reload()
    await heading(page, '王例八')
    await page.getByRole('button', { name: '退出' }).press('Enter')
    await page.getByLabel('用户名').waitFor()
    expect(at.town.loggedIn).toBe(false)
    await page.close()
  })

  it('cannot be had while logging in is delayed, and says for how long', async () => {
    at.town.delaySeconds = 2
    const { page } = await newPage(at.browser)
    await page.goto(at.url)
    await page.getByLabel('用户名').fill('wen')
    await page.getByLabel('密码').fill(password)
    await page.getByLabel('动态码').fill('123456')
    await page.keyboard.press('Enter')
    await page.getByText('输错次数过多').waitFor()
    at.town.delaySeconds = 0
    await page.getByRole('button', { name: '登录', exact: true }).waitFor()
    await page.getByLabel('动态码').fill('123456')
    await page.keyboard.press('Enter')
    await heading(page, '工作台')
    await page.close()
  })
})

describe('somebody', () => {
  const enter = async () => {
    const { page } = await newPage(at.browser)
    await page.goto(at.url)
    await page.getByLabel('用户名').fill('jia')
    await page.getByLabel('密码').fill(password)
    await page.getByLabel('动态码').fill('123456')
    await page.keyboard.press('Enter')
    return page
  }
  it('who only keeps devices starts there and is offered nothing else', async () => {
    at.town.user = { ...at.town.user, user: 'u-jia', name: '贾安全', role: 'security', rights: ['manage_devices', 'see_devices'] }
    const page = await enter()
    await heading(page, '设备')
    expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual(['设备6'])
    await see(page, '/persons', '您的岗位不能使用这一页')
    await page.close()
  })
  it('without any right is told so', async () => {
    at.town.user = { ...at.town.user, user: 'u-yi', name: '易审计', role: 'audit', rights: [] }
    const page = await enter()
    await heading(page, '您的岗位不能使用这一页')
    await page.close()
  })
})

describe('the first screen', () => {
  it('costs at most 280 KB of JavaScript and 50 KB of CSS, gzipped, login included', async () => {
    const fresh = await launch(desk)
    const { bytes } = await weighed(fresh, at.url).finally(() => shut(fresh))
    console.info(`first screen: ${bytes.js} bytes of JavaScript, ${bytes.css} of CSS`)
    expect(bytes.js).toBeGreaterThan(0)
    expect(bytes.js, 'bytes of JavaScript').toBeLessThanOrEqual(280 * 1024)
    expect(bytes.css, 'bytes of CSS').toBeLessThanOrEqual(50 * 1024)
  })
})
