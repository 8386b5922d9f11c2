// What somebody posted, as little of it as a merged timeline needs: asked for on behalf of nobody, once for everybody.
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { openPublicAgent } from '../atproto/open-agent.ts'
import { isObject } from '../atproto/to-embed.ts'
import type { WebContext } from '../context.ts'
import { createMemory, type Memory } from '../create-memory.ts'
import type { AuthorItem, AuthorPage } from './merge-authors.ts'

/** `reason` is that of a repost (app.bsky.feed.defs#reasonRepost); `above` are the posts that it answers. */
export type PostedItem = AuthorItem & {
  uri: string
  above?: { parent: string; root: string } | undefined
  reason?: unknown
}
export type PostedPage = AuthorPage<PostedItem> & { hasFailed: boolean }

/** In ms: how long the newest posts of somebody are good, and older ones, which hardly change. */
const newestFor = 2 * 60_000
const olderFor = 30 * 60_000
const limits = { newest: 30, older: 100 }

/** Apart from other answers, so that many people push no page out: a page of one takes some 10 kB. */
export function createAuthorItems(now: () => number): Memory {
  return createMemory(now, { maxEntries: 1000 })
}

/**
 * A page of what `did` posted and reposted (app.bsky.feed.getAuthorFeed), the newest first. Somebody who is gone or
 * cannot be asked about has posted nothing.
 * @param begin says whether upstream may be asked; a page that is known is given in any case
 */
export async function readAuthorItems(
  ctx: WebContext,
  did: string,
  cursor: string | undefined,
  begin: () => boolean,
): Promise<PostedPage | undefined> {
  const refused = new Error('not now')
  const ttl = cursor === undefined ? newestFor : olderFor
  try {
    return await ctx.authorItems.recall(`${did} ${cursor ?? ''}`, ttl, async () => {
      if (!begin()) throw refused
      return ask(ctx, did, cursor)
    })
  } catch (error) {
    if (error === refused) return undefined
    throw error
  }
}

async function ask(ctx: WebContext, actor: string, cursor: string | undefined): Promise<PostedPage> {
  const limit = cursor === undefined ? limits.newest : limits.older
  try {
    const agent = openPublicAgent(ctx)
    const { data } = await askUpstream(agent.app.bsky.feed.getAuthorFeed({ actor, limit, cursor }))
    const items = toItems(data.feed, cursor)
    const isEnd = data.feed.length === 0 || data.cursor === cursor
    return { items, cursor: isEnd || items.length === 0 ? undefined : data.cursor, hasFailed: false }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { items: [], hasFailed: error.status >= 429 }
  }
}

function toItems(feed: unknown[], cursor: string | undefined): PostedItem[] {
  // A post may say that it was written when it was not; where it stands among the others is what counts.
  let edge = Number.POSITIVE_INFINITY
  const items = feed.flatMap((given): PostedItem[] => {
    const item = isObject(given) ? given : {}
    const post = isObject(item.post) ? item.post : {}
    const reason = isObject(item.reason) ? item.reason : undefined
    if (typeof post.uri !== 'string') return []
    const written = isObject(post.record) ? timeOf(post.record.createdAt) : Number.POSITIVE_INFINITY
    const at = reason ? timeOf(reason.indexedAt) : Math.min(written, timeOf(post.indexedAt))
    edge = Math.min(edge, Number.isFinite(at) ? at : edge)
    if (!Number.isFinite(edge)) return []
    const by = isObject(reason?.by) ? String(reason.by.did) : ''
    const above = aboveOf(item.reply)
    return [
      { at: edge, id: `${post.uri} ${by}`, uri: post.uri, ...(above ? { above } : {}), ...(reason ? { reason } : {}) },
    ]
  })
  return cursor === undefined ? items.filter((item) => !isPin(item.reason)) : items
}

function aboveOf(reply: unknown): { parent: string; root: string } | undefined {
  if (!isObject(reply) || !isObject(reply.parent) || !isObject(reply.root)) return undefined
  const { parent, root } = { parent: reply.parent.uri, root: reply.root.uri }
  return typeof parent === 'string' && typeof root === 'string' ? { parent, root } : undefined
}

function isPin(reason: unknown): boolean {
  return isObject(reason) && reason.$type === 'app.bsky.feed.defs#reasonPin'
}

function timeOf(text: unknown): number {
  const time = typeof text === 'string' ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time
}
