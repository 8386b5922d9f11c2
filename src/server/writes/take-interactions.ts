// app.bsky.feed.sendInteractions: what readers' clients tell of what they saw.
import { z } from 'zod'
import { findFeedByRecord, findFeedBySlug } from '#db/queries/feeds.ts'
import { noteSeen } from '#db/queries/seen-posts.ts'
import { refuseXrpc, type XrpcAnswer } from '#types/xrpc.ts'
import type { WebContext } from '../context.ts'

const lxm = 'app.bsky.feed.sendInteractions'
const seen = 'app.bsky.feed.defs#interactionSeen'
/** Interactions of one request. */
const most = 200

const postUri = /^at:\/\/did:[a-z]+:[a-zA-Z0-9._:%-]{1,300}\/app\.bsky\.feed\.post\/[a-zA-Z0-9._:~-]{1,100}$/
const feedUri = /^at:\/\/(did:[a-z]+:[a-zA-Z0-9._:%-]{1,300})\/app\.bsky\.feed\.generator\/([a-zA-Z0-9._:~-]{1,100})$/

const inputSchema = z.object({
  feed: z.string().max(500).optional(),
  interactions: z.array(z.unknown()).max(most),
})
const interactionSchema = z.object({
  item: z.string().regex(postUri),
  event: z.literal(seen),
  feedContext: z.string().max(2000).optional(),
})

/**
 * Answers the method. A token is needed: it says who has seen something. Kept is what was seen of feeds that ask for it
 * (`acceptsInteractions`), everything else is taken and forgotten.
 * @param body as it came, from a server nobody knows
 */
export async function answerInteractions(
  ctx: WebContext,
  { authorization, caller, body }: { authorization: string | null; caller: string; body: unknown },
): Promise<XrpcAnswer> {
  if (authorization === null) return refuseXrpc(401, 'AuthenticationRequired', 'There is no token in this request.')
  const token = await ctx.verifyToken({ authorization, lxm, caller })
  if ('refusal' in token) return refuseXrpc(401, 'AuthenticationRequired', token.refusal)
  const input = inputSchema.safeParse(body)
  if (!input.success) return refuseXrpc(400, 'InvalidRequest', `interactions must be a list of at most ${most}`)
  const { feed, interactions } = input.data
  const isWanted = createAsker(ctx, feed)
  const uris = new Set<string>()
  for (const one of interactions) {
    const read = interactionSchema.safeParse(one)
    if (read.success && (await isWanted(read.data.feedContext))) uris.add(read.data.item)
  }
  await noteSeen(ctx.cache, token.did, [...uris], ctx.now())
  return { status: 200, body: {} }
}

/** Whether the feed that a post was seen in wants to know: named by the request, or by the context we gave with it. */
function createAsker(ctx: WebContext, uri: string | undefined) {
  const [, did, rkey] = feedUri.exec(uri ?? '') ?? []
  const known = new Map<string, Promise<boolean>>()
  return (context = ''): Promise<boolean> => {
    const slug = /^feed:([a-z0-9-]{1,15})$/.exec(context)?.[1]
    const name = rkey ?? slug ?? ''
    const asked = known.get(name) ?? look(name)
    known.set(name, asked)
    return asked
  }

  async function look(name: string): Promise<boolean> {
    // Only one feed is named by a request of ours: more contexts than that are made up.
    if (name === '' || known.size >= 5) return false
    const feed = did ? await findFeedByRecord(ctx.main, did, name) : await findFeedBySlug(ctx.main, name)
    return feed?.acceptsInteractions ?? false
  }
}

/** The context that goes with every post of a feed, and comes back with what was done with it. */
export function contextOf({ slug }: { slug: string }): string {
  return `feed:${slug}`
}
