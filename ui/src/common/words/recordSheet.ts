import type { Form } from '../bindings/Form'

/** 登记: the list of forms; their names are the code list's. */
export const recordSheet = {
  title: '登记什么',
  more: '更多',
  hints: {
    visit: '入户、到办公室、单位',
    report: '当面交的，也算走访',
    test: '一次设好，逐个登记',
    refusal: '逃避或拒绝检测',
    leave: '请假、续假',
    guidance: '个别劝诫、集中宣传',
    group: '成员、电话、还缺谁',
    paper: '纸上有的，拍下存档',
  } as Partial<Record<Form, string>>,
} as const
