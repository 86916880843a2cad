import type { Alert } from '../../common/bindings/console/Alert'
import type { Duty } from '../../common/bindings/console/Duty'
import type { DutyKey } from '../../common/bindings/console/DutyKey'
import { DutyKindLabels } from '../../common/bindings/labels'
import type { IconName } from '../../common/components/icons'

/** 定期检测 第 3 期. */
export function dutyName(key: DutyKey): string {
  const kind = DutyKindLabels[key.kind]
  return key.window === null ? kind : `${kind} 第${key.window}期`
}

/** 逾期 3 天, 今天到期, 还有 6 天. */
export function daysText(duty: Duty): string {
  if (duty.days_left < 0) return `逾期 ${-duty.days_left} 天`
  return duty.days_left === 0 ? '今天到期' : `还有 ${duty.days_left} 天`
}

/** Sign and tone, so that colour is never the only mark. */
export function dutyMark(duty: Duty): { sign: IconName; tone: 'bad' | 'warn' | 'good' } {
  return alertMark(duty.alert)
}

export function alertMark(alert: Alert): { sign: IconName; tone: 'bad' | 'warn' | 'good' } {
  switch (alert) {
    case 'red':
      return { sign: 'notice', tone: 'bad' }
    case 'yellow':
      return { sign: 'clock', tone: 'warn' }
    case 'green':
      return { sign: 'check', tone: 'good' }
  }
}
