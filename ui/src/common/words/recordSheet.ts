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
  /** Of a record no form mends: what to do instead. */
  instead: {
    test: '检测结果不在手机上改。记错了：打开这条，撤销后照实重新登记；缺说明或照片：告诉办公室，由办公室更正。',
    refusal: '拒检记录不在手机上改。记错了：打开这条，撤销后重新登记；缺证明：告诉办公室，由办公室更正。',
    test_notice: '送达不在手机上改。记错了：打开这条，撤销后重新登记送达。',
    forced_test: '强制检测的批准不在手机上改。请办公室更正。',
    admonition: '告诫书已出具，不在手机上改。请办公室更正或作废重出。',
    paper: '文书不在手机上改。记错了：打开这条，撤销后重新补录一份。',
  } as Partial<Record<Form, string>>,
  insteadOffice: '这类记录不在手机上改。请告诉办公室，由办公室更正。',
} as const
