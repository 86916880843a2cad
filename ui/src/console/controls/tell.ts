import { ElMessage } from 'element-plus'
import 'element-plus/theme-chalk/el-message.css'

/** Says for a moment that something was done; read out by screen readers. */
export function tell(what: string): void {
  ElMessage({ message: what, type: 'success', duration: 4000, grouping: true })
}
