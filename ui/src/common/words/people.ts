export const people = {
  title: '人员',
  pickFor: { visit: '给谁登记家访谈话', refusal: '给谁登记拒检或未到' },
  search: '找人',
  searchHint: '姓名、拼音首字母或村名',
  count: (n: number) => `共 ${n} 人`,
  none: '没有找到',
  noneRemedy: '换个字、拼音首字母或村名再找；不归您管的人不在手机上。',
  nobody: '名下还没有人',
  nobodyRemedy: '请办公室指派后同步一次。',
  clear: '清空',
  overdue: (n: number) => `逾期 ${n} 项`,
  nothingDue: '暂无到期事项',
} as const
