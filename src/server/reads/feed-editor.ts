// One of the viewer's own feeds with everything its page shows.
import { findBackfill } from '#db/queries/backfills.ts'
import { listFeedVersions } from '#db/queries/feed-versions.ts'
import { describeBackfill } from '#feeds/describe-backfill.ts'
import { describeDefinition } from '#feeds/describe-definition.ts'
import { fillFeedForm, isSimple } from '#feeds/feed-form.ts'
import type { Feed, FeedSize } from '#types/feed.ts'
import type { FeedFormValues } from '#types/feed-form.ts'
import type { FeedRecord } from '#types/feed-record.ts'
import type { FeedStatus, SourceTrouble } from '#types/feed-status.ts'
import type { Post, Tombstone } from '#types/post.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { readFeedPosts } from './feed-posts.ts'
import { readFeedStatus } from './feed-status.ts'
import { readOwnFeed } from './own-feed.ts'
import { readSizes, toFeed } from './own-feeds.ts'
import { listOwnItems } from './own-items.ts'
import { readSourceTroubles } from './source-troubles.ts'

const recentItems = 10

/** `recent` is undefined when the AppView does not answer: the rest works without it. */
export type FeedEditor = {
  feed: Feed
  size: FeedSize
  status: FeedStatus
  record: FeedRecord
  versions: number
  /** Absent when the simple form cannot hold the feed. */
  values: FeedFormValues | undefined
  /** How the feed chooses, in a sentence; empty when its rows cannot be read. */
  rule: string
  recent: (Post | Tombstone)[] | undefined
  /** How far older posts have been looked for, in a sentence; empty when there is nothing to say. */
  filling: string
  troubles: SourceTrouble[]
}

/** @throws AppError 404 when there is no such feed of the viewer's */
export async function readFeedEditor(ctx: WebContext, viewer: Viewer, id: number): Promise<FeedEditor> {
  const { row, draft } = await readOwnFeed(ctx, viewer, id)
  const [sizeOf, status, versions, newest, backfill, troubles] = await Promise.all([
    readSizes(ctx, [row.id]),
    readFeedStatus(ctx, row.id),
    listFeedVersions(ctx.main, viewer.userId, row.id),
    listOwnItems(ctx, row, { cursor: undefined, limit: recentItems }),
    findBackfill(ctx.index, row.id),
    draft ? readSourceTroubles(ctx, draft.definition, viewer) : [],
  ])
  const recent = await readFeedPosts(ctx, viewer, newest.items).catch((error: unknown) => {
    if (error instanceof AppError) return undefined
    throw error
  })
  return {
    feed: toFeed(row),
    size: sizeOf(row.id),
    status,
    record: {
      avatar: row.avatar ?? undefined,
      isVideo: row.contentMode === 'contentModeVideo',
      acceptsInteractions: row.acceptsInteractions,
    },
    versions: versions.length,
    values: draft && isSimple(draft.definition) ? fillFeedForm(draft) : undefined,
    rule: draft ? describeDefinition(draft.definition, viewer) : '',
    recent,
    filling: describeBackfill(backfill),
    troubles,
  }
}
