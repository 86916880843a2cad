// @vitest-environment node
import { expect, it } from 'vitest'
import { FormLabels } from '../../common/bindings/labels'
import type { Form } from '../../common/bindings/Form'
import { insteadOfMend, mendsHere } from './entries'

it('each form mends its own records here, or it is said what to do instead', () => {
  for (const form of Object.keys(FormLabels) as Form[]) {
    expect(insteadOfMend(form) === null, form).toBe(mendsHere(form))
    if (!mendsHere(form)) expect(insteadOfMend(form)).toMatch(/办公室|撤销后/)
  }
})
