// Which authors ask not to be recommended. A feed is a recommendation, so they are in none that strangers read.
import { hidesFromRecommendations } from '../atproto/read-visibility.ts'
import type { WebContext } from '../context.ts'
import { createMemory, type Memory } from '../create-memory.ts'
import type { Readings } from '../reading.ts'

type Asked = Pick<WebContext, 'config' | 'declarations' | 'auth'>

/** How long an answer holds (ms). */
const declarationTtl = 10 * 60_000
/** The memory of what authors declare. A server that failed is asked again after a minute. */
export function createDeclarations(now: () => number, readings?: Readings): Memory {
  return createMemory(now, { maxEntries: 5000, failureTtl: 60_000, ...(readings ? { readings } : {}) })
}

/** Those of `dids` who hide from recommendations. A server that does not answer in time counts as saying nothing. */
export async function findHiddenAuthors(ctx: Asked, dids: string[]): Promise<Set<string>> {
  const hidden = new Set<string>()
  const asked = [...new Set(dids)].map(async (did) => {
    const ask = ctx.declarations.recall(did, declarationTtl, () => hidesFromRecommendations(ctx, did))
    if (await ask.catch(() => false)) hidden.add(did)
  })
  const timeout = Promise.withResolvers<void>()
  // 2 s of the 2.4 s of a page. What they say later counts for the next page.
  const timer = setTimeout(timeout.resolve, (5 / 6) * ctx.config.upstreamPatience)
  await Promise.race([Promise.all(asked), timeout.promise])
  clearTimeout(timer)
  return hidden
}
