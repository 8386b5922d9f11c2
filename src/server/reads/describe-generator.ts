// What this box says about itself as a feed generator.
import { listPublishedUris } from '#db/queries/feeds.ts'
import type { XrpcAnswer } from '#types/xrpc.ts'
import type { WebContext } from '../context.ts'

/** app.bsky.feed.describeFeedGenerator: the service's DID, the feeds published from here, and the operator's links. */
export async function describeGenerator(ctx: WebContext): Promise<XrpcAnswer> {
  const uris = await listPublishedUris(ctx.main)
  const { serviceDid: did, links } = ctx.config
  const isAny = links.privacyPolicy !== undefined || links.termsOfService !== undefined
  return { status: 200, body: { did, feeds: uris.map((uri) => ({ uri })), ...(isAny ? { links } : {}) } }
}

/**
 * The DID document behind a did:web of this host (W3C did:web, atproto.com/specs/did); undefined when the service's DID
 * is another one, whose document is kept elsewhere.
 */
export function describeService(ctx: WebContext): Record<string, unknown> | undefined {
  const { serviceDid, publicUrl } = ctx.config
  if (!serviceDid.startsWith('did:web:')) return undefined
  const host = decodeURIComponent(serviceDid.slice('did:web:'.length)).toLowerCase()
  const ours = [publicUrl.host, publicUrl.host.replace(/^(127\.0\.0\.1|\[::1\])(?=:|$)/, 'localhost')]
  if (!ours.includes(host)) return undefined
  return {
    '@context': ['https://www.w3.org/ns/did/v1'],
    id: serviceDid,
    service: [{ id: '#bsky_fg', type: 'BskyFeedGenerator', serviceEndpoint: publicUrl.origin }],
  }
}
