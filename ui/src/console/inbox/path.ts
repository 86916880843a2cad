import type { Issue } from '../../common/bindings/console/Issue'
import type { InboxRow } from '../../common/bindings/console/InboxRow'

/** Address of the sheet of a contradiction. */
export const issuePath = (caseId: string, issue: Issue): string =>
  `/inbox/issues/${encodeURIComponent(caseId)}/${issue.kind}/${issue.events.map(encodeURIComponent).join(',')}`

/** What a row is known by while the list changes under it. */
export const rowKey = (row: InboxRow): string => (row.issue === null ? '' : `${row.issue.kind} `) + row.records.map((r) => r.event).join(' ')
