// Posts that somebody asked to hear about → push messages.
import type { Post } from '#types/post.ts'
import type { Viewer } from '#types/viewer.ts'
import { describePost } from '../atproto/to-notification.ts'
import type { WebContext } from '../context.ts'
import { hydratePosts } from '../reads/hydrate-posts.ts'
import { recallTypes } from '../reads/notification-settings.ts'
import type { PushMessage } from './send-push.ts'

/**
 * What to tell of the posts in `uris`, which the firehose said are new: as the viewer may see them, so that nothing
 * is said of somebody muted or blocked, and nothing that their settings hide.
 * @returns `waiting` are those that the AppView does not have yet
 * @throws AppError as upstream answers
 */
export async function findPostNews(
  ctx: WebContext,
  viewer: Viewer,
  uris: Set<string>,
): Promise<{ messages: PushMessage[]; waiting: Set<string> }> {
  if (uris.size === 0) return { messages: [], waiting: new Set() }
  const types = await recallTypes(ctx, viewer)
  const isWanted = types.find(({ name }) => name === 'subscribedPost')?.isPushed !== false
  const posts = await hydratePosts(ctx, viewer, [...uris])
  const shown = [...posts.values()].filter((post) => post.kind === 'post' && !post.isFiltered) as Post[]
  return {
    messages: isWanted ? shown.map(toMessage) : [],
    waiting: new Set([...uris].filter((uri) => !posts.has(uri))),
  }
}

/** The name is put in an isolate, so that one written from right to left does not turn the sentence. */
function toMessage(post: Post): PushMessage {
  const { text = '', lang } = describePost(post)
  const title = `New from \u2068${post.author.name}\u2069`
  const tag = `subscribed-post ${post.uri}`
  return { title, body: text, url: post.href, tag, at: Date.parse(post.createdAt), ...(lang ? { lang } : {}) }
}
