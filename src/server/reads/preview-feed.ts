// What a feed that is being built would give of the last hours.
import { setImmediate as breathe } from 'node:timers/promises'
import { listWindowPosts, type WindowPost } from '#db/queries/window-posts.ts'
import type { CheckedBuilder } from '#feeds/check-builder.ts'
import type { Definition } from '#feeds/definition.ts'
import type { Lookups } from '#feeds/lookups.ts'
import { type DraftPreview, previewDraft, type WindowCandidate } from '#feeds/preview-draft.ts'
import type { FeedPreview, PreviewWith } from '#types/feed-preview.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { readCandidate } from '../ingest/read-candidate.ts'
import { hydratePosts } from './hydrate-posts.ts'
import { readPreviewBrought } from './preview-brought.ts'
import { readPreviewMembers } from './preview-members.ts'
import { tryWithPost, tryWithSamples } from './preview-samples.ts'
import { resolveSearches } from './resolve-searches.ts'

/** How far back is looked (ms), at how many posts, and for how long (ms): a page waits for it. */
const lookBack = 24 * 3600_000
const mostLooked = 20_000
const patience = 700
const chunk = 2000
/** Posts that are shown. */
const most = 12
const bars = 24
/** Who wrote a larger share than this dominates. */
const dominant = 0.1

const nothing = {
  with: 'window' as const,
  looked: 0,
  kept: 0,
  minutes: 0,
  bars: [],
  posts: [],
  near: [],
  authors: [],
  notes: [],
}

/** What is tried: `link` leads to the post, where it is one. */
export type PreviewWish = { with: PreviewWith; link: string }

/** @param privateKeys of the viewer's private lists */
export async function previewFeed(
  ctx: WebContext,
  viewer: Viewer,
  checked: CheckedBuilder,
  { privateKeys, wish }: { privateKeys: string[]; wish: PreviewWish },
): Promise<FeedPreview> {
  const at = new Date(ctx.now()).toISOString()
  const { definition: given, places } = checked
  const empty = { ...nothing, with: wish.with, at }
  if (!given) return { ...empty, sentence: sayUnfinished(checked) }
  const definition = await resolveSearches(ctx, viewer, given).catch((error) => ({ ...given, ...saySentence(error) }))
  if ('sentence' in definition) return { ...empty, sentence: definition.sentence }
  const [members, brought] = await Promise.all([
    readPreviewMembers(ctx, viewer, definition, privateKeys),
    readPreviewBrought(ctx, viewer, definition),
  ])
  const notes = listNotes(definition, checked, { members: members.isPartial, feeds: brought.isPartial })
  const optionsFor = (countOf: Lookups['countOf']) => ({
    definition,
    places,
    members: members.privateLists,
    lookups: { now: ctx.now, setsOf: members.setsOf, broughtBy: brought.broughtBy, ...(countOf ? { countOf } : {}) },
  })
  if (wish.with === 'samples') return { ...empty, notes, posts: tryWithSamples(optionsFor(undefined), ctx.now()) }
  if (wish.with === 'post') {
    const posts = tryWithPost(ctx, viewer, wish.link, optionsFor).then((one) => ({ posts: [one] }), saySentence)
    return { ...empty, notes, ...(await posts) }
  }
  const { posts: window, since } = await readWindow(ctx)
  const seen = new Set(window.map(({ uri }) => uri))
  const posts = [...window, ...brought.posts.filter(({ uri }) => !seen.has(uri))]
  if (posts.length === 0) {
    return { ...empty, sentence: 'This box has no posts of the last hours yet. They come as they are written.' }
  }
  const counts = new Map(posts.map((post) => [post.uri, post]))
  const draft = previewDraft(
    posts,
    most,
    optionsFor((uri, of) => counts.get(uri)?.[of]),
  )
  const shown = await showPosts(ctx, viewer, draft)
  // What another feed holds may be older than anything that was looked at.
  const kept = draft.kept.filter(({ indexedAt }) => indexedAt >= since)
  return {
    ...empty,
    ...shown,
    notes,
    looked: window.length,
    kept: kept.length,
    minutes: Math.max(1, Math.round((ctx.now() - since) / 60_000)),
    bars: countBars(kept, since, ctx.now()),
    authors: nameAuthors(draft, shown.posts),
  }
}

function saySentence(error: unknown): { sentence: string } {
  if (error instanceof AppError && error.status !== 401) return { sentence: error.message }
  throw error
}

function sayUnfinished({ errors }: CheckedBuilder): string {
  return errors.size === 0
    ? 'Name where posts come from, and what they must have: then posts of the last hours appear here.'
    : 'The preview comes when what is marked in the form is mended.'
}

/** The newest posts of the whole network, as far back as there is time to look. */
async function readWindow(ctx: WebContext): Promise<{ posts: WindowCandidate[]; since: number }> {
  const end = ctx.now() + patience
  const oldest = ctx.now() - lookBack
  const posts: WindowCandidate[] = []
  let before: number | undefined
  while (posts.length < mostLooked && ctx.now() < end) {
    const rows: WindowPost[] = await listWindowPosts(ctx.index, { limit: chunk, before, since: oldest })
    for (const row of rows) {
      const { id, indexedAt, likes, reposts, replies, quotes } = row
      posts.push({ ...readCandidate(row.uri, row.did, row), id, indexedAt, likes, reposts, replies, quotes })
    }
    before = rows.at(-1)?.id
    if (rows.length < chunk) break
    await breathe()
  }
  return { posts, since: posts.at(-1)?.indexedAt ?? ctx.now() }
}

/** Posts that the AppView does not know yet, or any more, are not shown, but counted. */
async function showPosts(ctx: WebContext, viewer: Viewer, { shown, near }: DraftPreview) {
  const uris = [...shown, ...near].map(({ post }) => post.uri)
  const known = await hydratePosts(ctx, viewer, uris).catch((error: unknown) => {
    if (error instanceof AppError && error.status !== 401) return undefined
    throw error
  })
  const show = (list: DraftPreview['shown']) =>
    list.flatMap(({ post, ...told }) => {
      const view = known?.get(post.uri)
      return view ? [{ ...told, post: view }] : []
    })
  const sentence = known
    ? undefined
    : 'Bluesky did not answer, so posts cannot be shown now. They are counted all the same.'
  return { posts: show(shown), near: show(near), sentence }
}

function countBars(kept: WindowCandidate[], since: number, now: number): number[] {
  const counts = Array.from({ length: bars }, () => 0)
  const width = Math.max(1, (now - since) / bars)
  for (const { indexedAt } of kept) {
    const at = Math.min(bars - 1, Math.max(0, Math.floor((indexedAt - since) / width)))
    counts[at] = (counts[at] ?? 0) + 1
  }
  return counts
}

function nameAuthors({ kept }: DraftPreview, posts: FeedPreview['posts']): FeedPreview['authors'] {
  const byAuthor = Map.groupBy(kept, ({ did }) => did)
  if (kept.length < 5) return []
  const names = new Map(
    posts.flatMap(({ post }) => (post.kind === 'post' ? [[post.author.did, post.author] as const] : [])),
  )
  return [...byAuthor]
    .map(([did, list]) => ({ author: names.get(did), did, share: list.length / kept.length }))
    .filter(({ share }) => share > dominant)
    .sort((a, b) => b.share - a.share)
    .slice(0, 3)
    .map(({ author, did, share }) => ({ name: author?.name ?? did, href: author?.href ?? `/profile/${did}`, share }))
}

function listNotes(
  { sources, filters }: Definition,
  { skipped }: CheckedBuilder,
  isPartial: { members: boolean; feeds: boolean },
): string[] {
  const named = JSON.stringify(filters)
  const unknown = /"type":"(rate|accountAge)"/.test(named) || sources.some(({ type }) => type === 'quietPosters')
  return [
    ...(isPartial.feeds
      ? ['A feed that this one takes from did not answer, so its posts are not in the preview.']
      : []),
    ...(isPartial.members
      ? ['Of long lists only the first people are looked at, and mutuals not at all, until the feed is made.']
      : []),
    ...(unknown ? ['How much somebody posts, and since when, is known once the feed is made.'] : []),
    ...(skipped > 0 ? ['Parts without anything in them are passed over.'] : []),
  ]
}
