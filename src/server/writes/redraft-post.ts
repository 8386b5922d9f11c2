// Takes a post back and makes a draft of it, to be written again.
import type { Composition, DraftPost } from '#types/draft.ts'
import type { Post } from '#types/post.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { createTid, isTid } from '../atproto/create-tid.ts'
import type { WebContext } from '../context.ts'
import { readCard } from '../reads/card.ts'
import { deletePost } from './delete-post.ts'
import { draftPath } from './draft.ts'
import { keepDraft } from './keep-draft.ts'

/** Keys that the form of a redraft carries, so that sent twice it makes one draft: of the draft, and of its post. */
export function makeRedraftKeys(ctx: WebContext): { draft: string; rkey: string } {
  return { draft: createTid(ctx.now()), rkey: createTid(ctx.now()) }
}

/**
 * Keeps what the post `uri` says as a draft, and only then deletes it. Text, languages, what it answers and quotes come
 * along; pictures, videos and cards do not.
 * @returns the address of the draft
 * @throws AppError 403 when the post is somebody else's, 400 for keys that no form of ours makes, others as the
 * person's server answers
 */
export async function redraftPost(
  ctx: WebContext,
  viewer: Viewer,
  { uri, draft, rkey }: { uri: string; draft: string; rkey: string },
): Promise<string> {
  if (!isTid(draft) || !isTid(rkey)) throw new AppError(400, 'This form cannot be read. Open it again.')
  if (!uri.startsWith(`at://${viewer.did}/`)) throw new AppError(403, 'Only the author of a post can delete it.')
  return ctx.acts.inTurn(`${viewer.did} redraft ${uri}`, async () => {
    const post = await readCard(ctx, viewer, uri).catch(orGone)
    if (post?.kind === 'post') {
      await keepDraft(ctx, viewer.userId, toComposition(post, { draft, rkey }))
      await deletePost(ctx, viewer, uri)
    }
    return draftPath(draft)
  })
}

function toComposition(post: Post, { draft, rkey }: { draft: string; rkey: string }): Composition {
  const quoted = post.embeds.find((embed) => embed.kind === 'quote')
  const quote = quoted?.post.uri || undefined
  const written: DraftPost = { rkey, text: textOf(post), media: [], labels: [], ...(quote ? { quote } : {}) }
  const content = { posts: [written], langs: post.langs.slice(0, 3), canReply: 'anyone' as const, canQuote: true }
  return { id: draft, version: 0, reply: post.replyTo?.parent, content }
}

/** Its text, with the whole address where a link was shortened. */
function textOf({ segments }: Post): string {
  return segments
    .map((part) => (part.kind === 'link' && /(…|\.\.\.)$/.test(part.text) ? part.href : part.text))
    .join('')
}

/** The second of two forms finds nothing left to do. */
function orGone(error: unknown): undefined {
  if (error instanceof AppError && error.status === 404) return undefined
  throw error
}
