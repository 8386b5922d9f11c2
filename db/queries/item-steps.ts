// A post that comes into a feed it waited for, or leaves one → the statements that write it.
import { type Step, step } from './index-step.ts'

/**
 * Items of a negative feed are waiting: the post may come into the feed later, with likes for example. `moveItem` with
 * `isIn` lets it in, without sends it back to wait; `dropItem` is for good.
 */
export type ItemChange =
  | { type: 'moveItem'; feedId: number; postId: number; isIn: boolean }
  | { type: 'dropItem'; feedId: number; postId: number }

const move = 'UPDATE OR IGNORE feed_items SET feed_id = ? WHERE post_id = ? AND feed_id = ?'
const drop = 'DELETE FROM feed_items WHERE post_id = ? AND feed_id IN (?, ?)'
const dropReposts = 'DELETE FROM feed_reposts WHERE post_id = ? AND feed_id = ?'
/** A post that is in no feed, and waits for none, is not kept. */
const dropPost = `DELETE FROM indexed_posts WHERE id = ?
  AND NOT EXISTS (SELECT 1 FROM feed_items WHERE post_id = indexed_posts.id)`

export function itemSteps(change: ItemChange): Step[] {
  const { feedId, postId } = change
  if (change.type === 'dropItem') {
    return [step(drop, postId, feedId, -feedId), step(dropReposts, postId, feedId), step(dropPost, postId)]
  }
  if (!change.isIn) return [step(move, -feedId, postId, feedId)]
  return [{ ...step(move, feedId, postId, -feedId), feedId }]
}
