// The posts that somebody is about to answer or quote, to stand above and below what they write.
import type { Composition } from '#types/draft.ts'
import type { Post, Tombstone } from '#types/post.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { hydratePosts } from './hydrate-posts.ts'
import { readOwnPost } from './own-post.ts'

type Subjects = { reply?: Post | Tombstone | undefined; quotes: Map<string, Post | Tombstone> }

/** One that is gone is a tombstone; while upstream does not answer they are left out, and the form still works. */
export async function readSubjects(
  ctx: WebContext,
  viewer: Viewer,
  { reply, content }: Composition,
): Promise<Subjects> {
  const quoted = [...new Set(content.posts.map(({ quote }) => quote).filter((uri) => uri !== undefined))]
  const uris = [reply, ...quoted].filter((uri) => uri !== undefined)
  if (uris.length === 0) return { quotes: new Map() }
  try {
    const posts = await hydratePosts(ctx, viewer, uris)
    const find = async (uri: string) =>
      posts.get(uri) ?? (await ownPost(ctx, viewer, uri)) ?? ({ kind: 'gone', uri, reason: 'not-found' } as const)
    const quotes = new Map(await Promise.all(quoted.map(async (uri) => [uri, await find(uri)] as const)))
    return { ...(reply ? { reply: await find(reply) } : {}), quotes }
  } catch (error) {
    if (error instanceof AppError && error.status !== 401) return { quotes: new Map() }
    throw error
  }
}

async function ownPost(ctx: WebContext, viewer: Viewer, uri: string) {
  if (!uri.startsWith(`at://${viewer.did}/`)) return undefined
  return (await readOwnPost(ctx, viewer, uri))?.post
}
