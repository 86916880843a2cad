import type { IssueKind } from './bindings/IssueKind'

/** Kinds that only say something: nobody has to settle them. As `IssueKind::is_to_settle` has it. */
export const remarks: ReadonlySet<IssueKind> = new Set<IssueKind>(['entered_late', 'unknown_kind', 'parallel_edit'])
