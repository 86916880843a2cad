import { describe, expect, it } from 'vitest'
import type { Blank } from '../../common/bindings/console/Blank'
import type { Sheet } from '../../common/bindings/console/Sheet'
import { elsewhere, withTyped } from './elsewhere'

const field = (label: string, more: object = {}) => ({ label, value: '', required: true, key: '', ...more })
const sheet: Sheet = {
  paper: 'D08', title: '吸毒检测通知书', signatures: [], missing: [],
  blocks: [
    { block: 'fields', heading: '基本信息', fields: [field('姓名', { value: '王例八' }), field('现居住地'), field('证件号码')] },
    { block: 'fields', heading: '检测', fields: [field('检测日期'), field('样本', { key: 'sample' }), field('签收人', { later: true }), field('对应检测期')] },
  ],
}
const blank = (key: string, label: string, options: Blank['options'] = []): Blank => ({ key, label, kind: options.length > 0 ? 'code' : 'text', options, required: true, value: null })
const blanks = [blank('', '检测日期'), blank('sample', '样本', [{ code: 'urine', label: '尿液' }])]

describe('a paper that is not whole', () => {
  it('tells what only a record can say, and where', () => {
    expect(elsewhere('c1', sheet, blanks)).toEqual([
      { labels: ['现居住地', '证件号码'], text: '基本信息', to: '/persons/c1' },
      { labels: ['对应检测期'], text: '档案里的那条记录', to: '/persons/c1' },
    ])
  })
  it('shows what was typed where it will stand', () => {
    const filled = withTyped(sheet, blanks, { sample: 'urine' }, { 检测日期: '2026-11-30' })
    const values = filled.blocks.flatMap((block) => (block.block === 'fields' ? block.fields.map((one) => `${one.label}=${one.value}`) : []))
    expect(values).toContain('检测日期=2026-11-30')
    expect(values).toContain('样本=尿液')
    expect(values).toContain('姓名=王例八')
    const until = { ...blank('until', '对应检测期'), kind: 'time' as const }
    const timed: Sheet = { ...sheet, blocks: [{ block: 'fields', heading: '', fields: [field('对应检测期', { key: 'until' })] }] }
    expect(withTyped(timed, [until], { until: '2026-11-24T10:40:00+08:00' }, {}).blocks[0]).toMatchObject({ fields: [{ value: '2026-11-24 10:40' }] })
  })
})
