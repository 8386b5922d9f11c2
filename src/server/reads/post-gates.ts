// Who may reply to a post of the viewer's, and quote it.
import type { PostGates } from '#types/gates.ts'
import type { NetworkList } from '#types/network-list.ts'
import type { Post } from '#types/post.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { readPostGates } from '../atproto/gate-rules.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { findGate } from '../atproto/reply-gate.ts'
import type { WebContext } from '../context.ts'
import { readCard } from './card.ts'
import { readOwnLists } from './own-lists.ts'

/** `root` is the post that began the conversation; `lists` are the viewer's, to choose from. */
export type PostGatesPage = { post: Post; root: string; gates: PostGates; lists: NetworkList[] }

/** @throws AppError 403 when the post is somebody else's, 404 when it is gone, others as upstream answers */
export async function readPostGatesPage(ctx: WebContext, viewer: Viewer, uri: string): Promise<PostGatesPage> {
  if (!uri.startsWith(`at://${viewer.did}/`)) throw new AppError(403, 'Only the author of a post decides this.')
  const agent = await openAgent(ctx, viewer)
  const [post, threadgate, postgate, { lists }] = await Promise.all([
    readCard(ctx, viewer, uri),
    findGate(agent, 'threadgate', uri),
    findGate(agent, 'postgate', uri),
    readOwnLists(ctx, viewer),
  ])
  if (post.kind === 'gone') throw new AppError(404, 'The post is gone.')
  const readable = lists.filter(({ purpose }) => purpose === 'curate')
  return { post, root: post.replyTo?.root ?? uri, gates: readPostGates(threadgate, postgate), lists: readable }
}
