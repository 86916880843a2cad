export const recordSheet = {
  title: '登记什么',
  visit: '家访·谈话',
  visitHint: '入户、到办公室、单位',
  test: '检测点名',
  testHint: '一次设好，逐个登记',
  refusal: '拒检·未到',
  refusalHint: '逃避或拒绝检测',
} as const
