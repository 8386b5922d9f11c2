// A link to a post, feed, list or starter pack of the network → that record, to be quoted in the place of a card.
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { openAgent } from './open-agent.ts'
import { tameName } from './tame-text.ts'

type Linked = { title: string; ref: { uri: string; cid: string } }

/** Addresses of bsky.app, which are ours too. */
const kinds: Record<string, string> = {
  post: 'app.bsky.feed.post',
  feed: 'app.bsky.feed.generator',
  lists: 'app.bsky.graph.list',
}

/** Undefined for a link to something else, for a record that is gone, and for a post that may not be quoted. */
export async function findLinkedRecord(ctx: WebContext, viewer: Viewer, url: URL): Promise<Linked | undefined> {
  if (url.host !== 'bsky.app' && url.host !== ctx.config.publicUrl.host) return undefined
  const found = parsePath(url.pathname)
  if (!found) return undefined
  try {
    const agent = await openAgent(ctx, viewer)
    const { actor, collection, rkey } = found
    const did = actor.startsWith('did:')
      ? actor
      : (await agent.com.atproto.identity.resolveHandle({ handle: actor })).data.did
    return await findRecord(agent, `at://${did}/${collection}/${rkey}`, collection)
  } catch {
    // Then it is an ordinary link.
    return undefined
  }
}

function parsePath(pathname: string): { actor: string; collection: string; rkey: string } | undefined {
  const parts = pathname.split('/').filter(Boolean)
  const [first, actor = '', kind = '', rkey = ''] = parts
  if (!/^(did:[a-z]+:[\w.:%-]+|[\w-]+(\.[\w-]+)+)$/.test(actor)) return undefined
  const collection = first === 'profile' ? kinds[kind] : undefined
  if (collection && parts.length === 4 && isKey(rkey)) return { actor, collection, rkey }
  const isPack = (first === 'starter-pack' || first === 'start') && parts.length === 3 && isKey(kind)
  return isPack ? { actor, collection: 'app.bsky.graph.starterpack', rkey: kind } : undefined
}

function isKey(rkey: string): boolean {
  return /^[\w.~-]{1,512}$/.test(rkey)
}

type Agent = Awaited<ReturnType<typeof openAgent>>

async function findRecord(agent: Agent, uri: string, collection: string): Promise<Linked | undefined> {
  if (collection === 'app.bsky.feed.post') {
    const [post] = (await agent.app.bsky.feed.getPosts({ uris: [uri] })).data.posts
    if (!post || post.viewer?.embeddingDisabled) return undefined
    return { title: tameName(`Post by @${post.author.handle}`), ref: { uri: post.uri, cid: post.cid } }
  }
  if (collection === 'app.bsky.feed.generator') {
    const { view } = (await agent.app.bsky.feed.getFeedGenerator({ feed: uri })).data
    return { title: tameName(view.displayName), ref: { uri: view.uri, cid: view.cid } }
  }
  if (collection === 'app.bsky.graph.list') {
    const { list } = (await agent.app.bsky.graph.getList({ list: uri, limit: 1 })).data
    return { title: tameName(list.name), ref: { uri: list.uri, cid: list.cid } }
  }
  const { starterPack } = (await agent.app.bsky.graph.getStarterPack({ starterPack: uri })).data
  const name = 'name' in starterPack.record ? String(starterPack.record.name) : 'Starter pack'
  return { title: tameName(name), ref: { uri: starterPack.uri, cid: starterPack.cid } }
}
