import { crc32, deflateSync } from 'node:zlib'
import type { DossierView } from '../../src/common/bindings/console/DossierView'
import type { Issued } from '../../src/common/bindings/console/Issued'
import type { IssueRequest } from '../../src/common/bindings/console/IssueRequest'
import type { LayoutRow } from '../../src/common/bindings/console/LayoutRow'
import type { Paper } from '../../src/common/bindings/console/Paper'
import type { PaperDraft } from '../../src/common/bindings/console/PaperDraft'
import type { PaperLine } from '../../src/common/bindings/console/PaperLine'
import type { PaperRequest } from '../../src/common/bindings/console/PaperRequest'
import type { PapersView } from '../../src/common/bindings/console/PapersView'
import type { PrintedPages } from '../../src/common/bindings/console/PrintedPages'
import type { PrintRequest } from '../../src/common/bindings/console/PrintRequest'
import type { ServeRequest } from '../../src/common/bindings/console/ServeRequest'
import type { Sheet } from '../../src/common/bindings/console/Sheet'
import type { WithdrawPaperRequest } from '../../src/common/bindings/console/WithdrawPaperRequest'
import { PaperLabels } from '../../src/common/bindings/labels'
import { today } from './fixtures'

const sameKey = (one: PaperLine['row']['key'], other: PaperLine['row']['key']) => one.paper === other.paper && one.about === other.about && one.since === other.since

function line(paper: Paper, detail: string, since: string | null, more: Partial<PaperLine> = {}, row: Partial<PaperLine['row']> = {}): PaperLine {
  const key = { paper, about: since === null ? null : `e-${paper}-${since}`, since }
  return { row: { key, title: PaperLabels[paper], detail, due: null, made: true, missing: more.lacking ?? [], ...row }, incoming: false, to: [], lacking: [], issued: [], record: key.about, ...more }
}
function issue(of: PaperLine, number: string, more: Partial<Issued> = {}): Issued {
  return {
    event: `i-${number}`, key: of.row.key, title: of.row.title, number, at: '2026-09-10T09:20:00+08:00', office: '柳例镇社区戒毒社区康复工作办公室',
    hash: 'sha256:4f1c0e', rules: '2026-07', state: 'issued', served: [], unserved: of.to, superseded_by: null, reason: null, drift: [], ...more,
  }
}

function lines(): PaperLine[] {
  const visit = (n: number, since: string, more: Partial<PaperLine> = {}) => line('D07', '', since, more, { detail: `第${n}期` })
  const first = line('D11', '逃避或拒绝检测 第1次', '2026-08-08', { to: ['person'] })
  first.issued = [
    issue(first, '柳例社戒告〔2026〕3号', {
      state: 'served', unserved: [],
      served: [{ event: 's-1', to: 'person', at: '2026-09-10T10:05:00+08:00', manner: 'in_person', receiver: '王例八', signing: 'refused', witnesses: ['例村支书'] }],
      drift: [{ label: '事实', was: '拒绝：到场后拒绝提供样本', now: '逃避：未到场，电话不接' }, { label: '发生时间', was: '2026年8月8日9:00', now: '2026年8月8日15:30' }],
    }),
    issue(first, '柳例社戒告〔2026〕2号', { state: 'superseded', superseded_by: '柳例社戒告〔2026〕3号', at: '2026-08-09T09:00:00+08:00' }),
  ]
  const leave = line('D14', '11月28日至12月5日', '2026-11-23', { to: ['person'] })
  leave.issued = [issue(leave, '柳例社戒准〔2026〕5号', { at: '2026-11-23T16:00:00+08:00' })]
  return [
    line('D01', '', '2025-03-01', { incoming: true }),
    line('D02', '', '2025-03-10', { lacking: ['民族', '文化程度', '婚姻状况', '户籍地派出所', '居住地派出所'] }),
    line('D03', '', '2025-03-12', { to: ['person', 'police_execution'] }),
    line('D04', '', '2025-03-12', {}),
    line('D05', '', '2025-03-12', { lacking: ['社区医务人员'] }),
    visit(6, '2026-08-20', { lacking: ['本人及家庭状况'] }),
    visit(5, '2026-07-18'), visit(4, '2026-06-17'), visit(3, '2026-05-20'), visit(2, '2026-04-16'), visit(1, '2026-03-14'),
    line('D08', '第17期', '2026-11-10', { to: ['person'], lacking: ['检测日期', '检测地点', '联系方式'], record: null }, { made: false, due: '2026-11-30' }),
    line('D09', '共16次', '2026-10-12'),
    line('D11', '逃避或拒绝检测 第2次', '2026-11-22', { to: ['person'], record: 'e-D11-2026-11-22' }, { made: false, due: '2026-11-23' }),
    first,
    leave,
    line('D17', '季度评估', '2026-06-10', { lacking: ['意见'] }),
    line('X05', '外出地检测', '2026-10-02', { incoming: true, record: null }, { made: false, due: '2026-10-20' }),
  ]
}

const blankSheet = (of: PaperLine): Sheet => {
  const field = (label: string, value: string, more: object = {}) => ({ label, value, required: true, key: '', ...more })
  const head = {
    block: 'fields' as const, heading: '基本信息',
    fields: [field('姓名', '王例八'), field('性别', '男'), field('出生日期', '1990-01-01'), field('证件号码', '999999199001010010'), field('措施', '社区戒毒'), field('决定书文号', '例公(禁)社字〔2025〕第8号'), field('现居住地', '柳例村例8组'), field('联系电话', '', { required: false })],
  }
  if (of.row.key.paper === 'D08')
    return {
      paper: 'D08', title: of.row.title, signatures: ['本人', '办公室盖章'], missing: of.lacking,
      blocks: [head, { block: 'fields', heading: '检测', fields: [field('对应检测期', '第17期'), field('检测日期', ''), field('检测地点', ''), field('联系方式', '', { key: 'contact' }), field('通知依据的协议', '')] }, { block: 'text', heading: '后果', text: '无正当理由不接受检测的，按逃避或拒绝检测处理。' }],
    }
  if (of.row.key.paper === 'D07')
    return { paper: 'D07', title: of.row.title, signatures: ['被访人', '走访人'], missing: of.lacking, blocks: [head, { block: 'fields', heading: '走访', fields: [field('走访时间', '2026-08-20 10:00'), field('结束时间', '', { key: 'until' }), field('文化程度', '', { key: 'education' })] }] }
  return {
    paper: of.row.key.paper, title: of.row.title, signatures: ['本人', '办公室盖章'], missing: of.lacking,
    blocks: [
      head,
      { block: 'fields', heading: '告诫', fields: [field('系列', '逃避或拒绝检测'), field('第几次', '2'), field('发生时间', '2026年11月22日9:00'), field('事实', '拒绝：到场后拒绝提供样本'), field('依据', '一次逃避或拒绝检测的，制作告诫书。')] },
      { block: 'text', heading: '要求与后果', text: '应当遵守协议；第三次的，可以认定为严重违反协议，报告公安机关依法处理。' },
      { block: 'fields', heading: '送达', fields: [field('制发时间', '', { later: true }), field('送达方式', '', { later: true })] },
    ],
  }
}

/** A page as a picture: a white sheet with lines where words would stand. */
function picture(seed: number): string {
  const [width, height] = [620, 877]
  const rows = Buffer.alloc((width + 1) * height, 255)
  for (let y = 0; y < height; y += 1) rows[y * (width + 1)] = 0
  for (let y = 60; y < height - 80; y += 1) {
    const line = Math.floor(y / 26)
    if (y % 26 > 10) continue
    const end = line === 3 ? 430 : width - 70 - ((line * 37 + seed * 53) % 220)
    for (let x = line === 3 ? 190 : 70; x < end; x += 1) if (x % 17 < 14) rows[y * (width + 1) + 1 + x] = 90
  }
  const chunk = (type: string, body: Buffer) => {
    const named = Buffer.concat([Buffer.from(type), body])
    const size = Buffer.alloc(4)
    size.writeUInt32BE(body.length)
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(named))
    return Buffer.concat([size, named, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0, 0, 0, 0], 8)
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]).toString('base64')
}

const pdf = (pages: number) => {
  const kids = Array.from({ length: pages }, (_, n) => `${n + 3} 0 R`)
  const objects = [`1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj`, `2 0 obj <</Type /Pages /Kids [${kids.join(' ')}] /Count ${pages}>> endobj`, ...kids.map((kid) => `${kid.replace(' R', '')} obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>> endobj`)]
  return Buffer.from(`%PDF-1.7\n${objects.join('\n')}\ntrailer <</Root 1 0 R>>\n%%EOF\n`)
}

/** A file the made-up server answers with. */
export class Given {
  constructor(readonly type: string, readonly bytes: Buffer) {}
}

/** 文书 of one person, as the server would keep them. */
export class PaperDesk {
  lines = lines()
  others: Issued[] = [
    {
      ...issue(line('D14', '', '2026-05-01', { to: ['person'] }), '柳例社戒准〔2026〕2号'), state: 'served', unserved: [],
      drift: [{ label: '依据的记录', was: '柳例社戒准〔2026〕2号', now: '已作废或更正，现有记录不需要这份文书' }],
    },
  ]
  sealed = false
  mayIssue = true

  view(name: string): PapersView {
    return { case: 'case-8', name, today, lines: this.lines, others: this.others, sealed: this.sealed, may_issue: this.mayIssue, may_serve: this.mayIssue }
  }
  private standing(of: PaperLine): Issued | null {
    return of.issued.find((one) => ['filed', 'issued', 'served'].includes(one.state)) ?? null
  }
  private of(key: PaperLine['row']['key']): PaperLine {
    const found = this.lines.find((one) => sameKey(one.row.key, key))
    if (!found) throw new Error('no such paper')
    return found
  }
  draft({ key }: PaperRequest): PaperDraft {
    const found = this.of(key)
    const text = { kind: 'text' as const, options: [], required: true, value: null }
    const visit = [
      { key: 'until', label: '结束时间', kind: 'time' as const, options: [], required: true, value: null },
      { key: 'education', label: '文化程度', kind: 'code' as const, options: ['研究生', '大学本科', '大学专科', '中等职业', '普通高中', '初中', '小学', '其他'].map((label, n) => ({ code: `${n + 1}0`, label })), required: true, value: null },
    ]
    const blanks = key.paper === 'D07' ? visit : key.paper === 'D08' ? [{ ...text, key: '', label: '检测日期' }, { ...text, key: '', label: '检测地点' }, { ...text, key: 'contact', label: '联系方式' }] : []
    return { row: found.row, sheet: blankSheet(found), blanks, to: found.to, next_number: found.incoming ? '' : key.paper === 'D08' ? '柳例社戒检通〔2026〕41号' : key.paper === 'D07' ? '柳例社戒访〔2026〕9号' : '柳例社戒告〔2026〕4号', standing: this.standing(found) }
  }
  issue(ask: IssueRequest): { event: string; number: string } {
    const found = this.of(ask.key)
    const number = this.draft({ key: ask.key }).next_number
    const older = found.issued.map((one): Issued => (one.event === ask.supersedes ? { ...one, state: 'superseded', superseded_by: number, drift: [] } : one))
    const made = { ...issue(found, number, { at: '2026-11-24T09:41:00+08:00' }), unserved: ask.to }
    this.replace(found, { ...found, row: { ...found.row, made: true }, lacking: [], issued: [made, ...older] })
    return { event: made.event, number }
  }
  serve(ask: ServeRequest): unknown {
    this.change(ask.issue, (one) => ({
      ...one, state: 'served', unserved: one.unserved.filter((to) => to !== ask.to),
      served: [...one.served, { event: 's-new', to: ask.to, at: ask.happened_at, manner: ask.manner, receiver: ask.receiver, signing: ask.signing, witnesses: ask.witnesses }],
    }))
    return { case: 'case-8', event: 's-new' }
  }
  withdraw(ask: WithdrawPaperRequest): unknown {
    this.change(ask.issue, (one) => ({ ...one, state: 'withdrawn', reason: ask.reason, drift: [] }))
    return { case: 'case-8', event: 'w-new' }
  }
  print(ask: PrintRequest): PrintedPages | Given {
    if (ask.form === 'pages') return { pages: [picture(1), picture(2)] }
    return ask.form === 'pdf' ? new Given('application/pdf', pdf(2)) : new Given('application/vnd.openxmlformats-officedocument.wordprocessingml.document', Buffer.from('PK\u0003\u0004'))
  }
  private replace(old: PaperLine, now: PaperLine): void {
    this.lines = this.lines.map((one) => (one === old ? now : one))
  }
  private change(event: string, to: (one: Issued) => Issued): void {
    this.lines = this.lines.map((of) => ({ ...of, issued: of.issued.map((one) => (one.event === event ? to(one) : one)) }))
  }

  dossier(name: string): DossierView {
    const eighteen = (Object.keys(PaperLabels) as Paper[]).slice(0, 18)
    const of = (paper: Paper) => this.lines.filter((one) => one.row.key.paper === paper)
    return {
      case: 'case-8', name, as_of: today, hash: 'sha256:9d0c6b1f4ae2b3c47d10aa',
      rows: this.lines.map((one) => ({ key: one.row.key, title: one.row.title, detail: one.row.detail, on: one.row.key.since, number: this.standing(one)?.number ?? null, state: this.standing(one) ? '已送达' : one.incoming && one.row.made ? '来文' : one.row.made ? '已有记录' : '缺', scans: one.incoming && one.row.made ? 2 : 0 })),
      kinds: eighteen.map((paper) => ({ paper, title: PaperLabels[paper], called: of(paper).length, made: of(paper).filter((one) => one.row.made).length })),
      gaps: this.lines.filter((one) => !one.row.made || one.lacking.length > 0).map((one) => ({ paper: one.row.key.paper, title: one.row.title, detail: one.row.detail, what: one.row.made ? `缺栏目：${one.lacking.join('、')}` : '缺文书', since: one.row.key.since, due: one.row.due })),
    }
  }
  pack(): Given {
    return new Given('application/pdf', pdf(37))
  }

  own = new Set<string>(['D11'])
  layouts(): LayoutRow[] {
    const made = (Object.keys(PaperLabels) as Paper[]).filter((paper) => !['D01', 'D18', 'X01', 'X04', 'X05', 'X07', 'X11'].includes(paper))
    const fields = ['文号', '落款', '发给', '姓名', '性别', '出生日期', '证件号码', '措施', '决定书文号', '现居住地', '系列', '第几次', '发生时间', '事实', '依据']
    return made.map((paper) => ({ paper, title: PaperLabels[paper], set_at: this.own.has(paper) ? '2026-11-20T10:30:00+08:00' : null, used: this.own.has(paper) ? fields.slice(0, 9) : [], fields: paper === 'X10' ? [] : fields }))
  }
}
