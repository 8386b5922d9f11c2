// Whether a search works for somebody who is not signed in, as feed readers are not.
import type { PostQuery } from '#types/post-query.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { emptyQuery } from './post-query.ts'
import { searchPosts } from './post-search.ts'

/** How long it is believed, in ms. */
const ttl = 60 * 60_000

/**
 * Whether the AppView searches posts for strangers. Of a stranger's own page it is seen from what was found; for
 * `viewer` it is asked, once an hour for everybody.
 */
export function mayStrangersSearch(ctx: WebContext, viewer: Viewer | undefined): Promise<boolean> {
  if (!viewer) return Promise.resolve(true)
  const request = { query: { ...emptyQuery(), words: 'hello' }, order: 'latest' as const, cursor: undefined }
  const isRefusal = (error: unknown) => error instanceof AppError && error.status === 403
  const ask = () =>
    searchPosts(ctx, undefined, request).then(
      () => true,
      (error: unknown) => {
        if (isRefusal(error)) return false
        throw error
      },
    )
  return ctx.memory.recall('strangers search', ttl, ask).catch((error: unknown) => {
    if (error instanceof AppError) return false
    throw error
  })
}

/** Whether `query` means the same to everybody: not "me", not whom somebody follows. */
export function isForAnybody({ only, not, following, thread, parent }: PostQuery): boolean {
  const people = [...only.author, ...only.mentions, ...not.author, ...not.mentions]
  const uris = [...only.quotes, ...not.quotes, thread ?? '', parent ?? '']
  return !following && !people.includes('me') && !uris.some((uri) => uri.startsWith('at://me/'))
}
