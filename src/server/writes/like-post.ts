// Likes a post, or takes the like back.
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { toggleReaction } from './toggle-reaction.ts'

/** What the island gets back. */
export type LikeAnswer = { liked: boolean; count: number; uri: string | null }

/** Idempotent. @throws AppError 404 when the post is gone, others as upstream answers */
export async function likePost(ctx: WebContext, viewer: Viewer, uri: string, undo: boolean): Promise<LikeAnswer> {
  const { isOn, count, record } = await toggleReaction(ctx, viewer, { kind: 'like', uri, undo })
  return { liked: isOn, count, uri: record }
}
