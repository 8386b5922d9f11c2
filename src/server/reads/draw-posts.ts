// Posts that the AppView does not have yet, from their rows and their authors' profiles.
import type { IndexedPost } from '#db/queries/indexed-posts.ts'
import type { Post, Tombstone } from '#types/post.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toPost } from '../atproto/to-post.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

const profileTtl = 60_000
/** app.bsky.actor.getProfiles takes this many. */
const chunkSize = 25

/**
 * Posts made of `rows`, by URI, without pictures and counts. They go through the same rules as every other post, so
 * their authors must be known: labels on the account may forbid to show them. A row whose author the AppView does not
 * know is left out.
 */
export async function drawPosts(
  ctx: WebContext,
  viewer: Viewer | undefined,
  rows: IndexedPost[],
): Promise<Map<string, Post | Tombstone>> {
  if (rows.length === 0) return new Map()
  const { agent, lens } = await openLens(ctx, viewer)
  const dids = [...new Set(rows.map(({ authorDid }) => authorDid))].sort()
  const authors = new Map<string, unknown>()
  for (let at = 0; at < dids.length; at += chunkSize) {
    const actors = dids.slice(at, at + chunkSize)
    const key = `profiles ${viewer?.did ?? ''} ${actors.join(' ')}`
    const answer = await ctx.memory.recall(key, profileTtl, () =>
      askUpstream(agent.app.bsky.actor.getProfiles({ actors })),
    )
    for (const profile of answer.data.profiles) authors.set(profile.did, profile)
  }
  return new Map(
    rows
      .filter(({ authorDid }) => authors.has(authorDid))
      .map((row) => [row.uri, toPost(toView(row, authors.get(row.authorDid)), lens)]),
  )
}

/** As app.bsky.feed.defs#postView would have it; the labels of the row are the author's own. */
function toView(row: IndexedPost, author: unknown): unknown {
  const indexedAt = new Date(row.indexedAt).toISOString()
  const reply = row.reply && { parent: { uri: row.reply.parent }, root: { uri: row.reply.root } }
  const labels = (row.labels ?? []).map((val) => ({ src: row.authorDid, uri: row.uri, val, cts: indexedAt }))
  const createdAt = new Date(row.createdAt).toISOString()
  const record = {
    $type: 'app.bsky.feed.post',
    text: row.text,
    facets: row.facets ?? undefined,
    langs: row.langs,
    reply,
    createdAt,
  }
  return { uri: row.uri, cid: row.cid, author, record, labels, indexedAt }
}
