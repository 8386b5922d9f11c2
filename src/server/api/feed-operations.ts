// What /api does with feeds themselves: list, make, look, change, delete, copy.
import { listOwnFeeds } from '#db/queries/feeds.ts'
import { parseFeedDocument, parseFeedFile, parseFeedPatch, writeFeedFile } from '#feeds/feed-document.ts'
import { AppError } from '../app-error.ts'
import { readOwnFeed } from '../reads/own-feed.ts'
import { createFeed, duplicateFeed } from '../writes/create-feed.ts'
import { publishFeed, unpublishFeed } from '../writes/publish-feed.ts'
import { deleteFeed, updateFeed } from '../writes/update-feed.ts'
import { readFeedResource, toSummary } from './feed-resource.ts'
import { type Asked, type Given, type Operation, takeBody } from './operation.ts'

const feed = '/api/feeds/{id}'

export const feedOperations: Operation[] = [
  {
    ...{ id: 'listFeeds', method: 'GET', path: '/api/feeds', needs: 'read', hasPages: true },
    summary: 'Your feeds, the newest first',
    gives: { status: 200, schema: 'FeedList' },
    run: listFeeds,
  },
  {
    ...{ id: 'createFeed', method: 'POST', path: '/api/feeds', needs: 'write', takes: 'FeedDocument' },
    summary: 'Make a feed',
    detail: 'It fills from now on, and is not published.',
    gives: { status: 201, schema: 'Feed' },
    ...takeBody(parseFeedDocument, ({ body, ...asked }) => make(asked, body)),
  },
  {
    ...{ id: 'importFeed', method: 'POST', path: '/api/feeds/import', needs: 'write', takes: 'FeedFile' },
    summary: 'Make a feed from a file',
    detail: 'What export gave, here or elsewhere, or a bare definition.',
    gives: { status: 201, schema: 'Feed' },
    ...takeBody(parseFeedFile, ({ body, ...asked }) => make(asked, body)),
  },
  {
    ...{ id: 'getFeed', method: 'GET', path: feed, needs: 'read' },
    summary: 'A feed with its definition',
    gives: { status: 200, schema: 'Feed' },
    run: ({ ctx, viewer, feedId }) => readFeedResource(ctx, viewer, feedId),
  },
  {
    ...{ id: 'replaceFeed', method: 'PUT', path: feed, needs: 'write', takes: 'FeedDocument', isConditional: true },
    summary: 'Put another definition and other texts in the place of a feed’s',
    detail: 'Visibility, content mode and interactions stay as they are when they are left out.',
    gives: { status: 200, schema: 'Feed' },
    ...takeBody(parseFeedDocument, change),
  },
  {
    ...{ id: 'changeFeed', method: 'PATCH', path: feed, needs: 'write', takes: 'FeedPatch', isConditional: true },
    summary: 'Change some of a feed',
    detail: 'What is left out stays as it is. The record of a published feed follows.',
    gives: { status: 200, schema: 'Feed' },
    ...takeBody(parseFeedPatch, change),
  },
  {
    ...{ id: 'deleteFeed', method: 'DELETE', path: feed, needs: 'write', isConditional: true },
    summary: 'Delete a feed, and its record first where it is published',
    gives: { status: 204 },
    run: async ({ ctx, viewer, feedId, unchangedSince }) => {
      await deleteFeed(ctx, viewer, feedId, { unchangedSince })
      return { status: 204 }
    },
  },
  {
    ...{ id: 'duplicateFeed', method: 'POST', path: `${feed}/duplicate`, needs: 'write' },
    summary: 'Make a feed like this one, private and not published',
    gives: { status: 201, schema: 'Feed' },
    run: async ({ ctx, viewer, feedId }) => made({ ctx, viewer }, await duplicateFeed(ctx, viewer, feedId)),
  },
  {
    ...{ id: 'exportFeed', method: 'GET', path: `${feed}/export`, needs: 'read' },
    summary: 'A feed as a file that can be imported anywhere',
    gives: { status: 200, schema: 'FeedDocument' },
    run: exportFeed,
  },
  {
    ...{ id: 'publishFeed', method: 'POST', path: `${feed}/publish`, needs: 'write' },
    summary: 'Put a feed on the network, or its record there up to date',
    detail:
      'Once its endpoint answers from outside. Its owner must be signed in here in some browser: the key acts with that.',
    gives: { status: 200, schema: 'Feed' },
    run: async ({ ctx, viewer, feedId }) => {
      await publishFeed(ctx, viewer, feedId)
      return readFeedResource(ctx, viewer, feedId)
    },
  },
  {
    ...{ id: 'unpublishFeed', method: 'POST', path: `${feed}/unpublish`, needs: 'write' },
    summary: 'Take a feed off the network',
    detail: 'The feed and its page here stay.',
    gives: { status: 200, schema: 'Feed' },
    run: async ({ ctx, viewer, feedId }) => {
      await unpublishFeed(ctx, viewer, feedId)
      return readFeedResource(ctx, viewer, feedId)
    },
  },
]

type Who = Pick<Asked, 'ctx' | 'viewer'>
type Whole = Parameters<typeof createFeed>[2] & NonNullable<Parameters<typeof createFeed>[3]>

/** The cursor is the id of the last one given. */
async function listFeeds({ ctx, viewer, query: { limit, cursor } }: Asked): Promise<Given> {
  const all = await listOwnFeeds(ctx.main, viewer.userId)
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw new AppError(400, 'This cursor is none of ours.')
  const last = all.find(({ id }) => id === Number(cursor))
  const isAfter = (row: (typeof all)[number]) =>
    !last || row.createdAt < last.createdAt || (row.createdAt === last.createdAt && row.id < last.id)
  const rest = cursor === undefined ? all : all.filter(isAfter)
  const page = rest.slice(0, limit)
  const next = rest.length > page.length ? { cursor: String(page.at(-1)?.id) } : {}
  return { body: { feeds: page.map((row) => toSummary(ctx, row)), ...next } }
}

async function make({ ctx, viewer }: Who, { title, description, definition, ...options }: Whole): Promise<Given> {
  return made({ ctx, viewer }, await createFeed(ctx, viewer, { title, description, definition }, options))
}

async function made({ ctx, viewer }: Who, { id }: { id: number }): Promise<Given> {
  return { status: 201, location: `/api/feeds/${id}`, ...(await readFeedResource(ctx, viewer, id)) }
}

async function change({ ctx, viewer, feedId, body, unchangedSince }: Asked<Partial<Whole>>): Promise<Given> {
  await updateFeed(ctx, viewer, feedId, body, { unchangedSince })
  return readFeedResource(ctx, viewer, feedId)
}

async function exportFeed({ ctx, viewer, feedId }: Asked): Promise<Given> {
  const { row, draft } = await readOwnFeed(ctx, viewer, feedId)
  if (!draft) throw new AppError(422, 'What this feed takes cannot be read, so it cannot be exported.')
  return { body: writeFeedFile({ ...row, ...draft }), fileName: `${row.slug}.json` }
}
