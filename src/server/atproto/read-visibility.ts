// Whether somebody asks not to be recommended: a record in their own repository, which no AppView hands on.
import type { WebContext } from '../context.ts'

const collection = 'app.bsky.actor.contentVisibilityDeclaration'

/**
 * Asks `did`'s own server for the declaration (lexicon app.bsky.actor.contentVisibilityDeclaration, key `self`).
 * @returns true when the account hides from recommendations; a record that is missing counts as false
 * @throws Error when its server cannot be found or does not answer in time and within 64 KB
 */
export async function hidesFromRecommendations(
  ctx: Pick<WebContext, 'config' | 'auth'>,
  did: string,
): Promise<boolean> {
  const signal = AbortSignal.timeout(2 * ctx.config.upstreamPatience)
  const { service } = await ctx.auth.resolvers.dids.resolve(did as `did:plc:${string}`, { signal })
  const endpoint = service?.find(({ id }) => id === '#atproto_pds' || id === `${did}#atproto_pds`)?.serviceEndpoint
  if (typeof endpoint !== 'string') throw new Error(`${did} has no server`)
  const address = new URL('/xrpc/com.atproto.repo.getRecord', endpoint)
  address.search = new URLSearchParams({ repo: did, collection, rkey: 'self' }).toString()
  const answer = await ctx.auth.fetchSmall(address, { redirect: 'error', signal })
  const body: unknown = await answer.json()
  if (answer.status === 400 || answer.status === 404) return false
  if (!answer.ok) throw new Error(`${address.host} answers ${answer.status}`)
  const value = (body as { value?: { hideFromAlgorithmicRecommendations?: unknown } } | null)?.value
  return value?.hideFromAlgorithmicRecommendations === true
}
