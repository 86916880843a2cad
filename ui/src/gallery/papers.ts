import type { Field } from '../common/bindings/Field'
import type { Paper } from '../common/bindings/Paper'
import type { PaperRow } from '../common/bindings/PaperRow'
import type { Papers } from '../common/bindings/Papers'
import type { PaperView } from '../common/bindings/PaperView'
import type { Sheet } from '../common/bindings/Sheet'
import { PaperLabels } from '../common/bindings/labels'
import { TODAY } from './people'

/* Invented papers. */
const row = (paper: Paper, at: string | null, more: Partial<PaperRow> = {}): PaperRow => ({
  key: { paper, about: paper === 'D08' ? null : `${paper}-${at ?? ''}`, since: at },
  title: PaperLabels[paper],
  detail: '',
  due: null,
  made: true,
  missing: [],
  ...more,
})

export const paperRows: PaperRow[] = [
  row('D01', '2025-09-01', { missing: ['扫描件'] }),
  row('D02', '2025-09-10'),
  row('D03', '2025-09-10', { made: false, due: '2026-11-20', missing: ['签订时间', '甲方'] }),
  row('D07', '2026-11-24', { missing: ['结束时间'] }),
  row('D07', '2026-10-18'),
  row('D08', '2026-11-10', { detail: '第14期', made: false, missing: ['检测日期', '检测地点', '送达方式', '送达时间'] }),
  row('D09', '2026-11-05', { detail: '共13次' }),
  row('D11', '2026-11-23', { detail: '逃避或拒绝检测 第2次', made: false, missing: ['制发时间', '送达方式'] }),
  row('D14', '2026-06-01'),
]
const service = ['serve_manner', 'served_at', 'receiver', 'scan']
const fill: Papers['fill'] = [
  { paper: 'D02', keys: [] },
  { paper: 'D03', keys: ['scan'] },
  { paper: 'D07', keys: [] },
  { paper: 'D11', keys: service },
  { paper: 'D13', keys: [] },
  { paper: 'X05', keys: ['officer', 'scan'] },
]
export const papersOf = (name: string): Papers => ({ person_name: name, today: TODAY, rows: paperRows, fill })

const field = (label: string, value: string, required = true): Field => ({ label, value, required, key: '' })
const head = (name: string) => ({
  block: 'fields' as const,
  heading: '基本信息',
  fields: [
    field('姓名', name),
    field('性别', '男'),
    field('出生日期', '1970-01-12'),
    field('证件种类', '居民身份证'),
    field('证件号码', '43042119700112001X'),
    field('措施', '社区戒毒'),
    field('决定书文号', '演社戒〔2025〕1号'),
    field('期限起', '2025-09-10', false),
    field('期限止', '2028-09-09', false),
    field('户籍地', '', false),
    field('现居住地', '演示·柳叶村1组'),
    field('联系电话', '13900000001', false),
  ],
})

const admonition = (name: string): Sheet => ({
  paper: 'D11',
  title: PaperLabels.D11,
  blocks: [
    head(name),
    {
      block: 'fields',
      heading: '告诫',
      fields: [
        field('系列', '逃避或拒绝检测'),
        field('第几次', '2'),
        field('发生时间', '2026年11月23日09:20'),
        field('事实', '拒绝：当面说不做。本人在演示派出所门口说下午再来，下午没有来。'),
        field('依据', '第一、二次逃避或拒绝检测的，各出具一份告诫书。'),
      ],
    },
    { block: 'text', heading: '要求与后果', text: '应当遵守协议；第三次的，可以认定为严重违反协议，报告公安机关依法处理。' },
    {
      block: 'fields',
      heading: '送达',
      fields: [field('制发时间', ''), field('送达方式', ''), field('签收或拒签见证人', '')],
    },
  ],
  signatures: ['本人', '办公室盖章'],
  missing: ['制发时间', '送达方式', '签收或拒签见证人'],
})

const tests = (name: string): Sheet => ({
  paper: 'D09',
  title: PaperLabels.D09,
  blocks: [
    head(name),
    {
      block: 'table',
      heading: '检测记录',
      columns: ['次数', '对应检测期', '采样时间', '地点', '类别', '样本', '结论', '检测民警', '第二名工作人员', '样本编号', '试剂'],
      rows: [
        ['1', '第13期', '2026年10月5日09:00', '演示派出所', '定期', '尿液', '阴性', '民警 己六', '庚七', '', '联合检测板 20260801'],
        ['2', '第14期', '2026年11月5日09:12', '演示派出所', '定期', '尿液', '阴性', '民警 己六', '庚七', '', '联合检测板 20260801'],
      ],
    },
  ],
  signatures: ['本人', '检测民警', '第二名工作人员'],
  missing: [],
})

export function paperOf(paper: Paper, name: string): PaperView {
  const found = paperRows.find((r) => r.key.paper === paper) ?? row(paper, TODAY)
  const sheet = paper === 'D09' ? tests(name) : { ...admonition(name), paper, title: PaperLabels[paper] }
  return { person_name: name, today: TODAY, row: found, sheet, issued: null }
}
