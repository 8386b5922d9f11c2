// A feed as /api gives it.
import { z } from 'zod'
import { listFeedRequests } from '#db/queries/feed-requests.ts'
import type { FeedRow } from '#db/queries/feeds.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { dayOf } from '../generator/create-request-counts.ts'
import { readOwnFeed } from '../reads/own-feed.ts'

const time = z.iso.datetime().describe('ISO 8601, UTC')

/** Without its definition: an entry of the list. */
export const feedSummarySchema = z.object({
  id: z.int(),
  slug: z.string().describe('Names its page and its record'),
  title: z.string(),
  description: z.string(),
  visibility: z.enum(['private', 'secret', 'public']),
  contentMode: z.string().nullable(),
  acceptsInteractions: z.boolean(),
  address: z.url().describe('Its page here'),
  record: z
    .object({ uri: z.string(), publishedAt: time })
    .nullable()
    .describe('Its record on the network, while it is published'),
  createdAt: time,
  updatedAt: time,
})

/** What the network asks for, by day. */
export const usageSchema = z.object({
  today: z.int().describe('Requests since midnight, UTC'),
  yesterday: z.int(),
  lastRequestAt: time.nullable(),
})

export type FeedSummary = z.infer<typeof feedSummarySchema>

export function toSummary(ctx: WebContext, row: FeedRow): FeedSummary {
  const { id, slug, title, description, visibility, contentMode, acceptsInteractions } = row
  const address = new URL(`/f/${slug}`, ctx.config.publicUrl)
  if (visibility === 'secret' && row.secretKey) address.searchParams.set('key', row.secretKey)
  const isoOf = (at: number) => new Date(at).toISOString()
  return {
    ...{ id, slug, title, description, visibility, contentMode, acceptsInteractions },
    address: address.href,
    record: row.atUri && row.publishedAt ? { uri: row.atUri, publishedAt: isoOf(row.publishedAt) } : null,
    createdAt: isoOf(row.createdAt),
    updatedAt: isoOf(row.updatedAt),
  }
}

/** One feed with its definition, null where this SkyPanel cannot read it, and the tag of its state. */
export async function readFeedResource(ctx: WebContext, viewer: Viewer, id: number) {
  const { row, draft } = await readOwnFeed(ctx, viewer, id)
  const body = { ...toSummary(ctx, row), definition: draft?.definition ?? null, requests: await readUsage(ctx, row.id) }
  return { body, tag: tagOf(row) }
}

async function readUsage(ctx: WebContext, id: number): Promise<z.infer<typeof usageSchema>> {
  const [today, yesterday] = [dayOf(ctx.now()), dayOf(ctx.now() - 86_400_000)]
  const days = await listFeedRequests(ctx.main, id, dayOf(ctx.now() - 90 * 86_400_000))
  const on = (day: string) => days.find((one) => one.day === day)?.requests ?? 0
  const last = days[0]?.lastRequestAt
  return { today: on(today), yesterday: on(yesterday), lastRequestAt: last ? new Date(last).toISOString() : null }
}

/** An entity tag (RFC 9110 §8.8.3): when it was changed, and what of it is on the network. */
export function tagOf({ updatedAt, publishedAt, isPublished }: FeedRow): string {
  return `"${updatedAt}.${isPublished ? (publishedAt ?? 0) : 0}"`
}
