// What the people of a private list post, newest first. No server is told that there is a list: each is asked for alone.
import type { OwnList } from '#types/own-list.ts'
import type { PartOfList, PlacedSlice } from '#types/timeline.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toSlices } from '../atproto/to-slices.ts'
import type { WebContext } from '../context.ts'
import { type PostedItem, readAuthorItems } from './author-items.ts'
import { type MergePlace, mergeAuthors } from './merge-authors.ts'
import { openLens } from './open-lens.ts'
import { readMemberDids } from './own-members.ts'

export type PrivateTimeline = {
  slices: PlacedSlice[]
  cursor?: string | undefined
  partial?: PartOfList | undefined
}

/** People who were put on the list last; nobody reads what more of them post, and nobody could be asked so often. */
export const mostPeople = 200
/** Questions for one page, how many at once, and how long new ones are begun (a part of what a page waits). */
const questions = 60
const atOnce = 8
const patienceShare = 0.5

/**
 * A page of it, with what the viewer wants in a timeline. People who cannot be asked within a page's time are asked
 * afterwards, for the next one.
 * @throws AppError 400 when `cursor` is none, others as upstream answers
 */
export async function readPrivateTimeline(
  ctx: WebContext,
  viewer: Viewer,
  list: OwnList,
  { limit, cursor }: { limit: number; cursor: string | undefined },
): Promise<PrivateTimeline> {
  const after = cursor === undefined ? undefined : parsePlace(cursor)
  const all = await readMemberDids(ctx, viewer, list)
  const people = all.slice(0, mostPeople)
  const end = ctx.now() + ctx.config.upstreamPatience * patienceShare
  let left = questions
  const begin = () => left-- > 0 && ctx.now() < end
  let failures = 0
  const merged = await mergeAuthors<PostedItem>({
    people,
    after,
    limit,
    atOnce,
    ask: async (did, from) => {
      const page = await readAuthorItems(ctx, did, from, begin)
      if (page?.hasFailed) failures += 1
      return page
    },
  })
  if (people.length > 0 && failures === people.length)
    throw new AppError(502, 'It may be back in a minute. What lives on this box still works.')
  if (merged.unasked.length > 0) askLater(ctx, merged.unasked)
  const slices = await drawSlices(ctx, viewer, merged.items)
  const asked = people.length - merged.unasked.length - failures
  return {
    slices,
    cursor: merged.next && `${merged.next.at} ${merged.next.id}`,
    partial: asked < all.length ? { asked, people: all.length, isWaiting: merged.unasked.length > 0 } : undefined,
  }
}

function parsePlace(cursor: string): MergePlace {
  const [, at, id] = /^(\d{1,15}) (.{1,3000})$/.exec(cursor) ?? []
  if (at === undefined || id === undefined) throw new AppError(400, 'This address has a page in it that is none.')
  return { at: Number(at), id }
}

/** Without anybody waiting, a few at a time. */
function askLater(ctx: WebContext, dids: string[]): void {
  const rest = dids.values()
  const work = async () => {
    for (const did of rest) await readAuthorItems(ctx, did, undefined, () => true)
  }
  ctx.readings.exit(() => {
    for (let at = 0; at < atOnce / 2; at += 1) void work().catch(() => undefined)
  })
}

/** Items as app.bsky.feed.defs#feedViewPost, with what the viewer has to do with each post. */
async function drawSlices(ctx: WebContext, viewer: Viewer, items: PostedItem[]): Promise<PlacedSlice[]> {
  const { agent, lens } = await openLens(ctx, viewer)
  const uris = [...new Set(items.flatMap(({ uri, above }) => (above ? [uri, above.parent, above.root] : [uri])))]
  const parts = Array.from({ length: Math.ceil(uris.length / 25) }, (_, at) => uris.slice(at * 25, (at + 1) * 25))
  const answers = await Promise.all(parts.map((part) => askUpstream(agent.app.bsky.feed.getPosts({ uris: part }))))
  const views = new Map(answers.flatMap(({ data }) => data.posts).map((view) => [view.uri, view]))
  const feed = items.flatMap(({ uri, above, reason }) => {
    const post = views.get(uri)
    const reply = above && {
      parent: views.get(above.parent) ?? { uri: above.parent, notFound: true },
      root: views.get(above.root) ?? { uri: above.root, notFound: true },
    }
    return post ? [{ post, ...(reply ? { reply } : {}), ...(reason ? { reason } : {}) }] : []
  })
  return toSlices(feed, lens, { context: 'slices', isTimeline: true, feedView: lens.feedViews.get('home') })
}
