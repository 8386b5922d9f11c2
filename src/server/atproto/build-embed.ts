// What hangs on a post: the post it quotes.
import type { Agent, AppBskyFeedPost } from '@atproto/api'
import type { DraftPost } from '#types/draft.ts'
import type { WebContext } from '../context.ts'

type Ref = { uri: string; cid: string }

/**
 * The embed of a post (app.bsky.embed.*), undefined when it has none.
 * @param quoted the post that it quotes
 */
export async function buildEmbed(
  _agent: Agent,
  _ctx: WebContext,
  _post: DraftPost,
  quoted: Ref | undefined,
): Promise<AppBskyFeedPost.Record['embed']> {
  return quoted && { $type: 'app.bsky.embed.record', record: quoted }
}
