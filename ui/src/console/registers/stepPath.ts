import type { Register } from '../../common/bindings/console/Register'
import type { RegisterLine } from '../../common/bindings/console/RegisterLine'
import { steps } from '../words/intake'
import { file } from '../words/persons'
import type { StepKind } from '../register/steps'

/** The form by which a row is carried on, by the clause of its next step; `null` where nothing is left to the counter. */
export function stepPath(register: Register, line: RegisterLine): { to: string; text: string } | null {
  const { status, clause } = line.row
  if (status === 'done' || status === 'closed' || status === 'late') return null
  const query = `?case=${encodeURIComponent(line.case)}`
  const form = (kind: StepKind, more = '') => ({ to: `/register/step/${kind}${query}${more}`, text: steps[kind].title })
  const reportIn = { to: `/register/report-in${query}`, text: file.reportIn }
  if (register === 'pick_ups') return reportIn
  if (register === 'intake') {
    if (clause === 'R-REPORTIN-4') return reportIn
    return { to: `/persons/${line.case}`, text: file.opening }
  }
  if (register !== 'lateness') return null
  switch (clause) {
    case 'R-REPORTIN-9':
      return form('notice')
    case 'R-REPORTIN-5':
      return form('report')
    case 'R-REPORTIN-6':
      return line.row.cells[3] === '' ? form('upload', '&matter=overdue') : form('found')
    case 'R-REPORTIN-7':
      return form('found')
    default:
      return reportIn
  }
}
