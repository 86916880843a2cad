import { expect, it } from 'vitest'
import { commandOf } from './keys'
import { menu } from './menu'

const press = (key: string) => ({ key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false })

it('every page of the menu has a key of its own that opens it', () => {
  expect(new Set(menu.map((item) => item.key)).size).toBe(menu.length)
  for (const item of menu) expect(commandOf(press(item.key), false, true)).toEqual({ do: 'menu', key: item.key })
})
