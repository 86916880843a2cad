export const scan = {
  camera: '扫绑定码',
  photo: '拍下绑定码',
  view: '镜头里的画面，对准办公台上的二维码',
  stop: '不扫了',
  reading: '正在读…',
  found: '已读到绑定码',
  none: '照片里没读到二维码。请对正、拍近一点，再试一次；也可以自己输入。',
  noCamera: '用不了相机。请在系统设置里允许归航用相机，或拍照、自己输入。',
} as const
