import type { Ref } from 'vue'
import type { Problem } from '../../common/backend'
import { sayProblem } from '../../common/words/problem'

/** The sentence of a problem beside the field it speaks of. */
export const faultsOf =
  (problem: Ref<Problem | null>) =>
  (...fields: string[]): string | null => {
    const p = problem.value
    return p !== null && p.field !== null && fields.includes(p.field) ? sayProblem(p.shape).remedy : null
  }
