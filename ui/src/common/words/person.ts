export const person = {
  call: '拨打电话',
} as const
