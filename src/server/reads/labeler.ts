// A labeler and what its labels mean.
import type { Labeler } from '#types/labeler.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toLabeler } from '../atproto/to-labeler.ts'
import type { WebContext } from '../context.ts'
import { findDid } from './find-did.ts'
import { openLens } from './open-lens.ts'

/** How long public policies are good, in ms. */
const policiesTtl = 5 * 60_000

/** The language that somebody has set, '' for none, and those that their browser asks for (RFC 9110 §12.5.4), in its order. */
export function readLanguages(header: string | null, own = ''): string[] {
  const parts = `${own},${header ?? ''}`.slice(0, 300).split(',')
  return parts.map((part) => part.trim().split(';')[0] ?? '').filter((tag) => /^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(tag))
}

/**
 * The labeler that `actor` runs (app.bsky.labeler.getServices), with names in the first of `languages` that fits.
 * @throws AppError 404 when they run none, others as upstream answers
 */
export async function readLabeler(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { actor, languages }: { actor: string; languages: string[] },
): Promise<Labeler> {
  const { agent, lens } = await openLens(ctx, viewer)
  const did = await findDid(ctx, viewer, actor)
  const ask = async () =>
    (await askUpstream(agent.app.bsky.labeler.getServices({ dids: [did], detailed: true }))).data.views[0]
  const view = await (viewer ? ask() : ctx.memory.recall(`labeler ${did}`, policiesTtl, ask))
  if (!view || !('policies' in view)) throw new AppError(404, 'This account runs no labeler.')
  return toLabeler(view as Parameters<typeof toLabeler>[0], lens, languages)
}
