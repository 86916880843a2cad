import { gzipSync } from 'node:zlib'
import type { BrowserContext, Page, Response } from 'playwright-core'
import { newPage } from '../browser'
import { axeFaults } from '../checks'
import { password } from './server'

/** The screen of the township office. */
export const desk = { width: 1366, height: 768 }

/** A page of the console, logged in by keyboard. */
export async function logIn(context: BrowserContext, url: string, theme: 'light' | 'dark'): Promise<{ page: Page; errors: string[] }> {
  const { page, errors } = await newPage(context)
  await page.addInitScript((look) => localStorage.setItem('look.theme', look), theme)
  await page.goto(url)
  await page.getByLabel('用户名').focus()
  await page.keyboard.type('wen')
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Tab')
  await page.keyboard.type('123456')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: '工作台' }).waitFor()
  await page.locator('.numbers').waitFor()
  return { page, errors }
}

/** Logs in and adds up the gzipped bytes of every script and sheet that the browser fetched up to the workbench. */
export async function weighed(context: BrowserContext, url: string): Promise<{ bytes: { js: number; css: number } }> {
  const fetched: Promise<['js' | 'css', number]>[] = []
  const listen = (answer: Response) => {
    const kind = /\.(js|css)$/.exec(new URL(answer.url()).pathname)?.[1]
    if (kind === 'js' || kind === 'css') fetched.push(answer.body().then((body) => [kind, gzipSync(body).length]))
  }
  context.on('response', listen)
  await logIn(context, url, 'light')
  context.off('response', listen)
  const bytes = { js: 0, css: 0 }
  for (const [kind, size] of await Promise.all(fetched)) bytes[kind] += size
  return { bytes }
}

/** The answers of a refused request are part of many probes: the browser's own line about them is no fault. */
export const realErrors = (errors: string[]): string[] => errors.filter((e) => !e.startsWith('Failed to load resource'))

/** Contrast, names, Tab, small targets and sideways scrolling of a page as it stands. */
export async function deskFaults(page: Page): Promise<string[]> {
  await page.evaluate(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => undefined))))
  const faults = [...(await axeFaults(page)), ...(await unreached(page)).map((f) => `Tab never reaches: ${f}`)]
  const wide = await page.evaluate(() => {
    const main = document.querySelector('main')
    return [document.documentElement, ...(main ? [main] : [])].filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => `${e.tagName} scrolls sideways: ${e.scrollWidth} > ${e.clientWidth}`)
  })
  const small = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('a[href],button,input,[tabindex="0"]')]
      .map((el) => el.closest('label') ?? el)
      .filter((el) => {
        const box = el.getBoundingClientRect()
        return box.width > 0 && !el.matches('.skip') && (box.width < 23.5 || box.height < 23.5) && getComputedStyle(el).opacity !== '0' && el.closest('.el-select') === null
      })
      .map((el) => `under 24 px: ${el.tagName} ${el.className} "${el.textContent?.trim().slice(0, 20)}"`),
  )
  return [...faults, ...wide, ...small]
}

/** Everything that can be pressed, less what Tab comes by. A row that only repeats its own link counts as reached. */
async function unreached(page: Page): Promise<string[]> {
  const wanted = await page.evaluate(() => {
    const dialog = [...document.querySelectorAll<HTMLElement>('[role=dialog]')].find((d) => d.getClientRects().length > 0)
    const found: string[] = []
    let n = 0
    document.querySelectorAll<HTMLElement>('[data-probe], [data-reached]').forEach((el) => {
      delete el.dataset['probe']
      delete el.dataset['reached']
    })
    for (const el of (dialog ?? document.body).querySelectorAll<HTMLElement>('a[href],button,input,select,textarea,summary,[role=button],[role=combobox]')) {
      if ((el as HTMLButtonElement).disabled || el.getAttribute('aria-hidden') === 'true') continue
      // What is folded away has a box, but nobody sees it.
      if (!el.checkVisibility() || el.getClientRects().length === 0 || getComputedStyle(el).visibility === 'hidden') continue
      el.dataset['probe'] = String(n)
      found.push(`${n} ${el.tagName} ${el.className} "${el.textContent?.trim().slice(0, 20)}"`)
      n += 1
    }
    return found
  })
  await page.evaluate(() => {
    document.addEventListener('focusin', () => {
      const el = document.activeElement as HTMLInputElement | null
      // A radio group is one stop: arrows reach the others.
      const group = el?.type === 'radio' ? [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')].filter((r) => r.name === el.name) : [el]
      group.forEach((g) => g?.setAttribute('data-reached', ''))
    })
  })
  for (let i = 0; i < wanted.length + 6; i += 1) await page.keyboard.press('Tab')
  const reached = new Set(
    await page.evaluate(() => [...document.querySelectorAll<HTMLElement>('[data-reached]')].map((el) => el.dataset['probe'] ?? '')),
  )
  return wanted.filter((w) => !reached.has(w.split(' ')[0] ?? ''))
}
