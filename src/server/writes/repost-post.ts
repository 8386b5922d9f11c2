// Reposts a post, or takes the repost back.
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { toggleReaction } from './toggle-reaction.ts'

/** What the island gets back. */
export type RepostAnswer = { reposted: boolean; count: number; uri: string | null }

/** Idempotent. @throws AppError 404 when the post is gone, others as upstream answers */
export async function repostPost(ctx: WebContext, viewer: Viewer, uri: string, undo: boolean): Promise<RepostAnswer> {
  const { isOn, count, record } = await toggleReaction(ctx, viewer, { kind: 'repost', uri, undo })
  return { reposted: isOn, count, uri: record }
}
