// What /api does with what is in a feed, and with what it was.
import { listFeedVersions } from '#db/queries/feed-versions.ts'
import { parseCursor, writeCursor } from '#feeds/item-cursor.ts'
import { AppError } from '../app-error.ts'
import { requireOwnFeed } from '../reads/own-feeds.ts'
import { listOwnItems } from '../reads/own-items.ts'
import { restoreFeed } from '../writes/update-feed.ts'
import { readFeedResource } from './feed-resource.ts'
import type { Asked, Given, Operation } from './operation.ts'

export const contentOperations: Operation[] = [
  {
    ...{ id: 'listItems', method: 'GET', path: '/api/feeds/{id}/items', needs: 'read', hasPages: true },
    summary: 'The posts that are in a feed, as the network is given them',
    gives: { status: 200, schema: 'ItemList' },
    run: listItems,
  },
  {
    ...{ id: 'listVersions', method: 'GET', path: '/api/feeds/{id}/versions', needs: 'read' },
    summary: 'What a feed was before its changes, the newest first',
    detail: 'The newest fifty are kept.',
    gives: { status: 200, schema: 'VersionList' },
    run: listVersions,
  },
  {
    ...{ id: 'restoreVersion', method: 'POST', path: '/api/feeds/{id}/versions/{version}/restore', needs: 'write' },
    isConditional: true,
    summary: 'Make a feed what it was',
    detail: 'What it is now is kept as a version.',
    gives: { status: 200, schema: 'Feed' },
    run: async ({ ctx, viewer, feedId, version, unchangedSince }) => {
      await restoreFeed(ctx, viewer, feedId, version, { unchangedSince })
      return readFeedResource(ctx, viewer, feedId)
    },
  },
]

async function listItems({ ctx, viewer, feedId, query: { limit, cursor: text } }: Asked): Promise<Given> {
  const feed = await requireOwnFeed(ctx, viewer, feedId)
  const cursor = text === undefined ? undefined : parseCursor(text)
  if (text !== undefined && !cursor) throw new AppError(400, 'This cursor is none of ours.')
  const { items, next } = await listOwnItems(ctx, feed, { cursor, limit })
  return { body: { items: items.map(({ uri }) => ({ uri })), ...(next ? { cursor: writeCursor(next) } : {}) } }
}

async function listVersions({ ctx, viewer, feedId }: Asked): Promise<Given> {
  const { id } = await requireOwnFeed(ctx, viewer, feedId)
  const versions = await listFeedVersions(ctx.main, viewer.userId, id)
  return {
    body: {
      versions: versions.map(({ version, title, description, definition, createdAt }) => ({
        ...{ version, title, description, definition },
        endedAt: new Date(createdAt).toISOString(),
      })),
    },
  }
}
