/** 交入胶囊, 缺附件, 附件. */
export const handIn = {
  title: '交入胶囊',
  why: '手机丢了、坏了、忘了密码或停用了，还没传到办公室的记录可以从锁屏上“交出”，由任何人带来，在这里交入。内容只有本办公室打得开。',
  file: '选文件（扩展名 .guihang）',
  chosen: (name: string, size: string) => `${name}（${size}）`,
  text: '或粘贴二维码的文字',
  textHint: '每段以 GH1/ 开头，顺序不限，段与段之间用空格或换行隔开。',
  send: '交入',
  sending: '正在打开…',
  nothing: '请先选文件，或粘贴文字。',
  done: '已交入',
  counted: '已收下并计入',
  setAside: '已收下，待核查',
  heldAlready: '办公室原来就有',
  attachments: '附件',
  refused: '没有收下',
  part: '部分',
  partOf: (place: string) => (place.length > 6 ? `附件 ${place}` : `第 ${place} 条`),
  reason: '原因',
  remedy: '怎么办',
  toQuarantine: '去看待核查记录',
  unit: '条',
} as const

export const missing = {
  title: '缺附件',
  why: '记录已经收到并计入，但它写明的照片还没有传到。照片传到前，这条记录算不完整。',
  none: '没有缺附件的记录。',
  person: '姓名',
  author: '记录人',
  device: '设备',
  received: '记录收到',
  missing: '还缺',
  count: (n: number) => `${n} 件`,
  remedy: '怎么办',
  remedyText: '请使用人连上 Wi-Fi 打开归航；急用时在上传中心点“现在就传”。手机丢了的，用“交入胶囊”。',
} as const

export const attachments = {
  title: '附件',
  photo: (n: number) => `第 ${n} 件照片`,
  open: (n: number) => `打开第 ${n} 件`,
  notYet: '还没传到',
} as const
