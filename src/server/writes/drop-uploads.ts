// Removes files that no draft needs any more.
import { deleteUploads, listFree } from '#db/queries/uploads.ts'
import type { DraftContent } from '#types/draft.ts'
import type { WebContext } from '../context.ts'

/** Those of `ids` that are the person's and that no draft of theirs names. */
export async function dropUploads(ctx: WebContext, userId: number, ids: string[]): Promise<void> {
  const free = await listFree(ctx.main, userId, ids)
  await ctx.uploads.store.remove(userId, free)
  await deleteUploads(ctx.main, userId, free)
}

/** The ids of everything that a draft carries. */
export function uploadsOf({ posts }: DraftContent): string[] {
  const ofPosts = posts.flatMap(({ media, card }) => [
    ...media.flatMap(({ upload, captions = [] }) => [upload, ...captions.map((one) => one.upload)]),
    ...(card?.thumb ? [card.thumb] : []),
  ])
  return [...new Set(ofPosts)]
}
