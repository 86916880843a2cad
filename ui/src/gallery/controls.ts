import { defineComponent, h, ref, type Component, type VNode } from 'vue'
import BigText from '../common/components/BigText.vue'
import BottomSheet from '../common/components/BottomSheet.vue'
import ChoiceChips from '../common/components/ChoiceChips.vue'
import DateField from '../common/components/DateField.vue'
import EmptyState from '../common/components/EmptyState.vue'
import PersonHeader from '../common/components/PersonHeader.vue'
import PinPad from '../common/components/PinPad.vue'
import SaveBar from '../common/components/SaveBar.vue'
import SignaturePad from '../common/components/SignaturePad.vue'
import SnackBar from '../common/components/SnackBar.vue'
import StatusPill from '../common/components/StatusPill.vue'
import SyncBar from '../common/components/SyncBar.vue'
import TabBar from '../common/components/TabBar.vue'
import TaskRow from '../common/components/TaskRow.vue'
import TermRibbon from '../common/components/TermRibbon.vue'
import TextField from '../common/components/TextField.vue'
import TimelineList from '../common/components/TimelineList.vue'
import TitleBar from '../common/components/TitleBar.vue'
import { recordStates, type PillState } from '../common/words/record'
import { ribbon } from './ribbon'
import type { ControlName } from './names'

function page(title: string, body: () => VNode[]): Component {
  return defineComponent({
    setup: () => () =>
      h('main', { style: 'display:flex;flex-direction:column;gap:1rem;padding:1rem 0' }, [
        h('h1', { style: 'padding:0 1rem;font-size:var(--t-title)' }, title),
        ...body(),
      ]),
  })
}
const padded = (...body: VNode[]) => h('div', { style: 'padding:0 1rem;display:grid;gap:1rem' }, body)
const TODAY = '2026-11-24'

const one = ref<string | null>('a')
const none = ref<string | null>(null)
const many = ref<readonly string[]>(['b'])
const text = ref('母亲甲二在家，人在镇上工地做小工，情绪平稳。')
const empty = ref('')
const long = ref('很'.repeat(520))
const day = ref(TODAY)
const noDay = ref('')
const pin = ref('123')
const open = ref(true)
const options = [
  { value: 'a', label: '入户' },
  { value: 'b', label: '电话' },
  { value: 'c', label: '约到办公室当面谈话' },
] as const

const put =
  <T>(r: { value: T }) =>
  (v: T) => {
    r.value = v
  }

export const controls: Record<string, Component> = {
  TitleBar: page('标题栏', () => [
    h(TitleBar, { title: '今日任务' }),
    h(TitleBar, { title: '家访·谈话', back: true }),
    h(TitleBar, { title: '一个很长很长的标题也要放得下', back: true }),
  ]),
  TabBar: page('底部菜单', () => [
    h(TabBar, {
      current: 'tasks',
      tabs: [
        { key: 'tasks', label: '任务', icon: 'tasks', badge: 12 },
        { key: 'people', label: '人员', icon: 'people' },
        { key: 'record', label: '登记', icon: 'plus' },
        { key: 'me', label: '我的', icon: 'me', badge: 120 },
      ],
    }),
  ]),
  TaskRow: page('任务行', () => [
    h('ul', [
      h(TaskRow, {
        name: '甲一',
        what: '家访·谈话',
        when: '已逾期 3 天（11月21日止）',
        urgency: 'overdue',
        clause: '家访谈话每月至少一次（R-VISIT-2）',
        place: '演示·柳叶村',
      }),
      h(TaskRow, { name: '试例甲', what: '定期检测', when: '今天截止', urgency: 'today', clause: '第二年每两月至少一次（R-TEST-2）' }),
      h(TaskRow, { name: '演示·𠮷安', what: '定期检测', when: '还有 6 天（11月30日止）', urgency: 'soon', clause: 'R-TEST-2' }),
      h(TaskRow, { name: '乙二', what: '签订协议', when: '12月20日止', urgency: 'later' }),
    ]),
  ]),
  ChoiceChips: page('选择项', () => [
    padded(
      h(ChoiceChips, { legend: '方式', options, modelValue: one.value, 'onUpdate:modelValue': put(one) as () => void }),
      h(ChoiceChips, { legend: '未选', options, modelValue: none.value, error: '请选一项', 'onUpdate:modelValue': put(none) as () => void }),
      h(ChoiceChips, { legend: '可多选', options, multiple: true, modelValue: many.value, 'onUpdate:modelValue': put(many) as () => void }),
    ),
  ]),
  BigText: page('大段文字', () => [
    padded(
      h(BigText, { label: '谈话内容', hint: '可用输入法的语音输入', max: 500, modelValue: text.value, 'onUpdate:modelValue': put(text) }),
      h(BigText, { label: '没写', modelValue: empty.value, error: '请写几句情况', 'onUpdate:modelValue': put(empty) }),
      h(BigText, { label: '太长', max: 500, modelValue: long.value, 'onUpdate:modelValue': put(long) }),
    ),
  ]),
  TextField: page('单行文字', () => [
    padded(
      h(TextField, { label: '试剂批号', hint: '盒子侧面，例如 20260801', modelValue: '', inputmode: 'numeric' }),
      h(TextField, { label: '配对链接', modelValue: 'guihang://pair', error: '链接不完整，请重新复制' }),
    ),
  ]),
  DateField: page('日期', () => [
    padded(
      h(DateField, { label: '家访日期', today: TODAY, quick: true, modelValue: day.value, 'onUpdate:modelValue': put(day) }),
      h(DateField, { label: '有效期至', today: TODAY, modelValue: noDay.value, error: '请选择日期', 'onUpdate:modelValue': put(noDay) }),
    ),
  ]),
  StatusPill: page('记录状态', () => [
    h(
      'div',
      { style: 'display:flex;flex-wrap:wrap;gap:0.75rem;padding:1rem', class: 'card' },
      (Object.keys(recordStates) as PillState[]).map((state) => h(StatusPill, { state })),
    ),
  ]),
  SyncBar: page('同步条', () => [
    h(SyncBar, { state: { kind: 'clear', at: '09:40' } }),
    h(SyncBar, { state: { kind: 'clear', at: null } }),
    h(SyncBar, { state: { kind: 'waiting', count: 3 } }),
    h(SyncBar, { state: { kind: 'sending', count: 3 } }),
    h(SyncBar, { state: { kind: 'offline', count: 3 } }),
    h(SyncBar, { state: { kind: 'offline', count: 0 } }),
    h(SyncBar, { state: { kind: 'attention', count: 1 } }),
  ]),
  PersonHeader: page('人员抬头', () => [
    h(PersonHeader, {
      name: '甲一',
      phone: '13900000001',
      tags: [
        { text: '社区戒毒', tone: 'plain' },
        { text: '第二年第3月', tone: 'plain' },
        { text: '逾期 1 项', tone: 'bad' },
        { text: '请假中', tone: 'warn' },
        { text: '已解除', tone: 'good' },
      ],
      lines: ['演示·柳叶村三组'],
    }),
    h(PersonHeader, { name: '一个名字很长的人阿卜杜拉·买买提', tags: [{ text: '社区康复', tone: 'plain' }] }),
  ]),
  SaveBar: page('保存栏', () => [
    h(SaveBar, { label: '保存', note: '草稿已存 09:40' }),
    h(SaveBar, { label: '保存并下一人', disabled: true }),
    h(SaveBar, { label: '正在保存…', busy: true }),
  ]),
  SignaturePad: page('签名', () => [
    padded(h(SignaturePad, { label: '本人签名', hint: '请在框里签名', clear: '重写', keep: '用这个签名' })),
  ]),
  EmptyState: page('空与错', () => [
    h(EmptyState, { what: '今天没有要办的事', remedy: '可以看看本周的安排。', action: '看本周' }),
    h(EmptyState, { icon: 'notice', tone: 'bad', what: '读取失败', remedy: '请再试一次；仍不行，请联系乡镇禁毒办。', action: '再试一次' }),
  ]),
  TimelineList: page('时间线', () => [
    padded(
      h(TimelineList, {
        label: '甲一的记录',
        openable: true,
        entries: (Object.keys(recordStates) as PillState[]).map((state, i) => ({
          id: state,
          date: `11月${24 - i}日 09:40`,
          title: '家访·谈话',
          text: '入户，本人在家，配合。',
          by: '专干 丙三',
          state,
          note: state === 'returned' ? '退回：没写邻居意见。请补写后再存。' : undefined,
        })),
      }),
      h(TimelineList, {
        label: '作废的记录',
        entries: [{ id: 'v', date: '11月1日', title: '定期检测 阴性', voided: '已作废：录错人' }],
      }),
    ),
  ]),
  TermRibbon: page('期限条', () => [
    h('div', { class: 'card' }, [h(TermRibbon, { ribbon })]),
  ]),
  PinPad: page('数字键盘', () => [
    padded(
      h(PinPad, { label: '请输入 6 位密码', modelValue: pin.value, 'onUpdate:modelValue': put(pin) }),
      h(PinPad, { label: '请输入 6 位密码', modelValue: '', disabled: true, error: '输错次数过多，请 30 秒后再试' }),
    ),
  ]),
  SnackBar: page('提示条', () => [
    padded(h(SnackBar, { text: '已存本机', action: '撤销' }), h(SnackBar, { text: '已撤销，原记录标为作废' })),
  ]),
  BottomSheet: page('底部弹层', () => [
    padded(
      h('button', { type: 'button', class: 'btn', onClick: () => (open.value = true) }, '打开'),
      h(BottomSheet, { open: open.value, title: '为什么是这天', onClose: () => (open.value = false) }, () => [
        h('p', '第二年，每两个月至少检测一次。'),
        h('button', { type: 'button', class: 'btn wide' }, '去登记'),
      ]),
    ),
  ]),
  Buttons: page('按钮', () => [
    padded(
      h('button', { type: 'button', class: 'btn' }, '普通'),
      h('button', { type: 'button', class: 'btn primary' }, '主要'),
      h('button', { type: 'button', class: 'btn danger' }, '危险'),
      h('button', { type: 'button', class: 'btn plain' }, '链接样'),
      h('button', { type: 'button', class: 'btn', disabled: true }, '不可用'),
    ),
  ]),
} satisfies Record<ControlName, Component>
