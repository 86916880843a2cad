export const pairing = {
  pinTyped: (n: number, of: number) => `已输入 ${n} 位，共 ${of} 位`,
  erase: '删除一位',
} as const
