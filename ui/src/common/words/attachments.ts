export const attachments = {
  legend: '照片（可不拍）',
  take: '拍照',
  taking: '正在存…',
  remove: (n: number) => `去掉第 ${n} 张`,
  alt: (n: number) => `第 ${n} 张照片`,
  kept: '已加密，不进相册，位置信息已去掉。',
  failed: '这张没有存上',
} as const
