// The posts that somebody is about to answer or quote, to stand above and below what they write.
import type { Draft } from '#types/draft.ts'
import type { Subjects } from '#types/subjects.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { hydratePosts } from './hydrate-posts.ts'
import { readOwnPost } from './own-post.ts'

/** One that is gone is a tombstone; while upstream does not answer they are left out, and the form still works. */
export async function readSubjects(ctx: WebContext, viewer: Viewer, draft: Draft): Promise<Subjects> {
  const uris = [draft.reply, draft.quote].filter((uri) => uri !== undefined)
  if (uris.length === 0) return {}
  try {
    const posts = await hydratePosts(ctx, viewer, uris)
    const find = async (uri: string) =>
      posts.get(uri) ?? (await ownPost(ctx, viewer, uri)) ?? ({ kind: 'gone', uri, reason: 'not-found' } as const)
    return {
      ...(draft.reply ? { reply: await find(draft.reply) } : {}),
      ...(draft.quote ? { quote: await find(draft.quote) } : {}),
    }
  } catch (error) {
    if (error instanceof AppError && error.status !== 401) return {}
    throw error
  }
}

async function ownPost(ctx: WebContext, viewer: Viewer, uri: string) {
  if (!uri.startsWith(`at://${viewer.did}/`)) return undefined
  return (await readOwnPost(ctx, viewer, uri))?.post
}
