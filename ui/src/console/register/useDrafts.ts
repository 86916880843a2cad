import { ref, type Ref } from 'vue'
import { useDraft, type DraftFields } from '../controls/useDraft'
import { forgetForOthers } from '../session'
import { draft as form, emptyOrder, isEmpty, type OrderForm } from './orderForm'

export const fieldsOfForm = (of: OrderForm): Record<string, string> =>
  Object.fromEntries(Object.entries(of).flatMap(([key, value]) => (value === null || value.length === 0 ? [] : [[key, Array.isArray(value) ? value.join(',') : value]])))

/** A form as it was left; what a newer or older page called otherwise is left out. */
export function formOfFields(fields: DraftFields): OrderForm {
  const empty = emptyOrder()
  const known = Object.entries(fields).filter(([key]) => key in empty)
  const read = Object.fromEntries(known.map(([key, value]) => [key, key === 'workers' ? (value ?? '').split(',').filter((w) => w !== '') : value]))
  return { ...empty, ...read } as OrderForm
}

/** The draft the form is of; lives as long as the form does. */
const current: Ref<string | null> = ref(null)
forgetForOthers(() => (current.value = null))

/** 草稿 of the form of an order. */
export const useDrafts = () =>
  useDraft({ form: 'order', current, fields: () => fieldsOfForm(form), isEmpty: () => isEmpty(form), put: (fields) => Object.assign(form, formOfFields(fields)) })
