// The simple form of a feed that is there: what was changed in it is laid over what the feed is by now.
import { type FeedDraft, fillFeedForm, isSimple, readFeedForm } from '#feeds/feed-form.ts'
import type { FeedFormValues } from '#types/feed-form.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { readOwnFeed } from '../reads/own-feed.ts'
import { mergeOrRefuse, type Was } from './merge-form.ts'
import { updateFeed } from './update-feed.ts'

/**
 * @param lists keys of the private lists of whoever sends it
 * @throws AppError 409 when the same was changed in another window meanwhile, others as updateFeed does
 */
export function saveFeedForm(
  ctx: WebContext,
  viewer: Viewer,
  id: number,
  { draft, was, lists }: { draft: FeedDraft; was: Was<FeedFormValues>; lists: string[] },
): Promise<void> {
  return ctx.acts.inTurn(`feed form ${id}`, async () => {
    const { row, draft: known } = await readOwnFeed(ctx, viewer, id)
    // What the form cannot hold is replaced, and stays among the versions.
    if (!known || !isSimple(known.definition)) return updateFeed(ctx, viewer, id, draft)
    const values = mergeOrRefuse({ was, typed: fillFeedForm(draft), now: fillFeedForm(known) })
    const withoutReplies = values.withoutReplies ? 'on' : ''
    const merged = readFeedForm({ get: (name) => ({ ...values, withoutReplies })[name as keyof FeedFormValues] }, lists)
    if ('errors' in merged) {
      throw new AppError(422, Object.values(merged.errors).flat()[0] ?? 'This feed cannot be saved yet.')
    }
    await updateFeed(ctx, viewer, id, merged.draft, { unchangedSince: row.updatedAt })
  })
}
