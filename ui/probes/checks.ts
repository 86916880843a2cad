import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** All probes over one page as it stands; the page is not usable afterwards (its text is zoomed). */
export async function everyFault(page: Page, gate: { target: number; text: number }, errors: string[]): Promise<string[]> {
  const faults = [
    ...(await axeFaults(page)),
    ...(await smallTargets(page, gate.target)).map((f) => `under ${gate.target} px: ${f}`),
    ...(await deafToKeyboard(page)).map((f) => `Tab never reaches: ${f}`),
  ]
  const least = await smallestText(page)
  if (least < gate.text) faults.push(`text of ${least} px`)
  faults.push(...(await zoomFaults(page)).map((f) => `at 200 %: ${f}`), ...errors)
  return faults
}

/** What axe calls wrong, and every contrast it could not decide: both must be empty. The window is made as tall as
 *  the page first: below a sticky bar axe cannot tell a ground. */
export async function axeFaults(page: Page): Promise<string[]> {
  const before = page.viewportSize() ?? { width: 390, height: 844 }
  const tall = await page.evaluate(() => {
    // In the console it is the middle that scrolls, and the menu beside it.
    const parts = [...document.querySelectorAll('main, nav')]
    const inner = parts.map((part) => part.getBoundingClientRect().top + part.scrollHeight)
    return Math.ceil(Math.max(document.documentElement.scrollHeight, ...inner))
  })
  // axe ends its run in a page of its own; coming back, the browser would put the focus on this page's first thing.
  const focused = await page.evaluateHandle(() => document.activeElement)
  await page.setViewportSize({ width: before.width, height: Math.max(before.height, tall) })
  const result = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  await page.setViewportSize(before)
  await focused.evaluate((el) => {
    if (el instanceof HTMLElement && el !== document.activeElement) el.focus({ preventScroll: true })
  })
  const unsure = result.incomplete.filter((v) => v.id === 'color-contrast')
  return [...result.violations, ...unsure].flatMap((v) =>
    v.nodes.map((n) => `${v.id}: ${n.target.join(' ')} ${n.any[0]?.message ?? n.failureSummary ?? ''}`),
  )
}

/** Everything that can be touched, smaller than `least` px either way. A label that wraps its input is the target. */
export async function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const out: string[] = []
    const top = [...document.querySelectorAll('dialog')].find((d) => d.open)
    for (const el of (top ?? document).querySelectorAll<HTMLElement>(
      'a[href],button,input,select,textarea,summary,[role=button],[tabindex="0"]',
    )) {
      const label = el.closest('label')
      const hit = label ?? el
      const box = hit.getBoundingClientRect()
      const style = getComputedStyle(hit)
      if (box.width === 0 || style.visibility === 'hidden' || !el.checkVisibility()) continue
      if (box.width < least - 0.5 || box.height < least - 0.5)
        out.push(`${hit.tagName} ${hit.className} "${hit.textContent?.trim().slice(0, 20)}" ${box.width.toFixed(0)}×${box.height.toFixed(0)}`)
    }
    return out
  }, least)
}

/** Things with a click listener (Vue keeps it on the element) or a pointer cursor that Tab never reaches. */
export async function deafToKeyboard(page: Page): Promise<string[]> {
  const wanted = await page.evaluate(() => {
    const found: string[] = []
    let n = 0
    const top = [...document.querySelectorAll('dialog')].find((d) => d.open)
    for (const el of (top ?? document).querySelectorAll<HTMLElement>('body *')) {
      const key = Object.getOwnPropertySymbols(el).find((s) => s.description === '_vei')
      const vei = key ? (el as unknown as Record<symbol, Record<string, unknown>>)[key] : undefined
      const listens = vei !== undefined && vei['onClick'] != null
      const native = el.matches('a[href],button,input,select,textarea,summary')
      if (!listens && !native) continue
      if (el.matches('dialog') || (el as HTMLButtonElement).disabled) continue
      if (el.getClientRects().length === 0 || getComputedStyle(el).visibility === 'hidden') continue
      if (!el.checkVisibility()) continue
      el.dataset['probe'] = String(n)
      found.push(`${n} ${el.tagName} ${el.className} "${el.textContent?.trim().slice(0, 20)}"`)
      n += 1
    }
    return found
  })
  const reached = new Set<string>()
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  for (let i = 0; i < wanted.length * 2 + 5 && reached.size < wanted.length; i += 1) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => {
      const el = document.activeElement as HTMLInputElement | null
      if (!el) return []
      // A radio group is one stop: arrows reach the others.
      if (el.type === 'radio')
        return [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')]
          .filter((r) => r.name === el.name)
          .map((r) => r.dataset['probe'] ?? '')
      return [el.dataset['probe'] ?? '']
    })
    at.filter((n) => n !== '').forEach((n) => reached.add(n))
  }
  return wanted.filter((w) => !reached.has(w.split(' ')[0] ?? ''))
}

/** Doubles every font size, as Android's text zoom does, and looks for what is cut, covered or pushed out. */
export async function zoomFaults(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const all = [...document.querySelectorAll<HTMLElement>('body *')]
    const sizes = all.map((el) => parseFloat(getComputedStyle(el).fontSize))
    all.forEach((el, i) => el.style.setProperty('font-size', `${(sizes[i] ?? 16) * 2}px`, 'important'))
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    const out: string[] = []
    const root = document.documentElement
    if (root.scrollWidth > window.innerWidth + 1) out.push(`page scrolls sideways: ${root.scrollWidth} > ${window.innerWidth}`)
    const hidden = (el: Element) => el.closest('.sr, [aria-hidden=true], svg, caption') !== null
    for (const el of all) {
      if (hidden(el) || !el.checkVisibility()) continue
      const box = el.getBoundingClientRect()
      if (box.width > 0 && (box.right > window.innerWidth + 1 || box.left < -1))
        out.push(`out of the page: ${el.tagName} ${el.className} ${box.left.toFixed(0)}…${box.right.toFixed(0)}`)
      const style = getComputedStyle(el)
      const cuts = style.overflowX !== 'visible' || style.overflowY !== 'visible'
      const scrolls = /auto|scroll/.test(style.overflowY) || el.tagName === 'TEXTAREA' || el.tagName === 'INPUT'
      if (cuts && !scrolls && (el.scrollWidth > el.clientWidth + 1 || el.scrollHeight > el.clientHeight + 1))
        if (el.querySelector('.sr') === null) out.push(`cut off: ${el.tagName} ${el.className} "${el.textContent?.trim().slice(0, 20)}"`)
    }
    out.push(...overlaps())
    return [...new Set(out)]

    function overlaps(): string[] {
      const pinned = (el: Element | null): Element | null => {
        for (let at = el; at; at = at.parentElement) {
          if (/fixed|sticky/.test(getComputedStyle(at).position)) return at
          if (at.tagName === 'DIALOG') return at
        }
        return null
      }
      const words: { el: Element; text: string; rects: DOMRect[]; pin: Element | null }[] = []
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const el = node.parentElement
        if (!el || !node.textContent?.trim() || hidden(el) || !el.checkVisibility() || getComputedStyle(el).opacity === '0') continue
        const range = document.createRange()
        range.selectNodeContents(node)
        words.push({ el, text: node.textContent.trim().slice(0, 16), rects: [...range.getClientRects()], pin: pinned(el) })
      }
      const hits: string[] = []
      words.forEach((a, i) =>
        words.slice(i + 1).forEach((b) => {
          if (a.pin !== b.pin || a.el.contains(b.el) || b.el.contains(a.el)) return
          const clash = a.rects.some((r) =>
            b.rects.some(
              (s) =>
                Math.min(r.right, s.right) - Math.max(r.left, s.left) > 2 &&
                Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top) > Math.min(r.height, s.height) * 0.3,
            ),
          )
          if (clash) hits.push(`text on text: "${a.text}" and "${b.text}"`)
        }),
      )
      return hits
    }
  })
}

/** Smallest font of any shown text, in px. */
export async function smallestText(page: Page): Promise<number> {
  return page.evaluate(() => {
    let least = Infinity
    for (const el of document.querySelectorAll<HTMLElement>('body *')) {
      const own = [...el.childNodes].some((n) => n.nodeType === 3 && n.textContent?.trim())
      if (!own || el.closest('.sr,script,style') || el.getClientRects().length === 0) continue
      least = Math.min(least, parseFloat(getComputedStyle(el).fontSize))
    }
    return least
  })
}
