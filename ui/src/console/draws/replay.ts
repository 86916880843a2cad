/* 重算: a draw done again here, with the browser's own SHA-256 and nothing of the server's. The recipe is `shared::draw`'s. */

export interface Drawable {
  commitment: string
  count: number
  seed: string
  public: string
  candidates: readonly string[]
  drawn: readonly string[]
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export const commitmentOf = async (seed: string): Promise<string> => `sha256:${await sha256(`guihang-draw-seed/1\n${seed}\n`)}`

/** Those with the smallest lots, smallest first. */
export async function drawnOf(draw: Pick<Drawable, 'seed' | 'public' | 'candidates' | 'count'>): Promise<string[]> {
  const lots = await Promise.all(
    draw.candidates.map(async (id) => ({ id, lot: await sha256(`guihang-draw-lot/1\n${draw.seed}\n${draw.public}\n${id}\n`) })),
  )
  lots.sort((a, b) => (a.lot < b.lot ? -1 : 1))
  return lots.slice(0, draw.count).map((one) => one.id)
}

/** Whether the seed is the one that was committed to, and draws those who were drawn. */
export async function replay(draw: Drawable): Promise<{ seed: boolean; drawn: boolean }> {
  const [seed, again] = await Promise.all([commitmentOf(draw.seed), drawnOf(draw)])
  return { seed: seed === draw.commitment, drawn: again.join() === draw.drawn.join() }
}

/** What an auditor carries away: the recipe and every figure, as plain text. */
export function carried(draw: Drawable, recipe: readonly string[]): string {
  return [
    ...recipe,
    '',
    `commitment ${draw.commitment}`,
    `seed ${draw.seed}`,
    `public ${draw.public}`,
    `count ${draw.count}`,
    ...draw.candidates.map((id) => `candidate ${id}`),
    ...draw.drawn.map((id) => `drawn ${id}`),
    '',
  ].join('\n')
}
