// The versions of one of the viewer's feeds, each with what it changed.
import { listFeedVersions } from '#db/queries/feed-versions.ts'
import { parseDefinition } from '#feeds/definition.ts'
import { describeChange } from '#feeds/describe-change.ts'
import type { FeedDraft } from '#feeds/feed-form.ts'
import type { Feed } from '#types/feed.ts'
import type { FeedVersion } from '#types/feed-version.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { readOwnFeed } from './own-feed.ts'
import { toFeed } from './own-feeds.ts'

/** What it is now comes first. @throws AppError 404 when there is no such feed of the viewer's */
export async function readFeedHistory(
  ctx: WebContext,
  viewer: Viewer,
  id: number,
): Promise<{ feed: Feed; updatedAt: number; versions: FeedVersion[] }> {
  const { row, draft } = await readOwnFeed(ctx, viewer, id)
  const past = (await listFeedVersions(ctx.main, viewer.userId, row.id)).map((version) => {
    const read = parseDefinition(version.definition)
    const whole = 'definition' in read ? { ...version, definition: read.definition } : undefined
    return { version: version.version, title: version.title, until: new Date(version.createdAt).toISOString(), whole }
  })
  const all: { version?: number; title: string; until?: string; whole: FeedDraft | undefined }[] = [
    { title: row.title, whole: draft },
    ...past,
  ]
  const versions = all.map(({ whole, ...version }, at): FeedVersion => {
    const before = all[at + 1]
    const changes = whole && before?.whole ? describeChange(before.whole, whole) : []
    return { ...version, changes, isOldest: before === undefined, isBroken: whole === undefined }
  })
  return { feed: toFeed(row), updatedAt: row.updatedAt, versions }
}
