// What a feed that is being built would give of the last hours.
import { listAuthorStats } from '#db/queries/author-stats.ts'
import type { CheckedBuilder } from '#feeds/check-builder.ts'
import type { Definition } from '#feeds/definition.ts'
import { asksForRate } from '#feeds/feed-moments.ts'
import { findThreads } from '#feeds/find-threads.ts'
import type { Lookups } from '#feeds/lookups.ts'
import { type DraftPreview, previewDraft, type WindowCandidate } from '#feeds/preview-draft.ts'
import type { FeedPreview, PreviewWith } from '#types/feed-preview.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { hydratePosts } from './hydrate-posts.ts'
import { readPostsBefore } from './preview-before.ts'
import { readPreviewBrought } from './preview-brought.ts'
import { readPreviewMembers } from './preview-members.ts'
import { tryWithPost, tryWithSamples } from './preview-samples.ts'
import { readPreviewWindow } from './preview-window.ts'
import { resolveSearches } from './resolve-searches.ts'

/** Of how many hours posts may be looked at. */
export const previewHours = [1, 6, 24]
/** A box whose posts go back less than this (ms) is new: where it has none that fit, the network is asked. */
const fewHours = 3600_000
/** Posts that are shown. */
const most = 12
const bars = 24
/** Who wrote a larger share than this dominates. */
const dominant = 0.1

const nothing = {
  with: 'window' as const,
  looked: 0,
  there: 0,
  kept: 0,
  minutes: 0,
  bars: [],
  posts: [],
  near: [],
  authors: [],
  notes: [],
}

/** What is tried: posts of so many hours; `link` leads to the post, where it is one. */
export type PreviewWish = { with: PreviewWith; hours: number; link: string }
export const usualWish: PreviewWish = { with: 'window', hours: 24, link: '' }

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
  const rates = new Map<string, number>()
  const rateOf = (did: string) => rates.get(did)
  const optionsFor = (more: Partial<Lookups>) => ({
    definition,
    places,
    members: members.privateLists,
    lookups: { ...{ now: ctx.now, setsOf: members.setsOf, broughtBy: brought.broughtBy, rateOf }, ...more },
  })
  if (wish.with === 'samples') return { ...empty, notes, posts: tryWithSamples(optionsFor({}), ctx.now()) }
  if (wish.with === 'post') {
    const posts = tryWithPost(ctx, viewer, wish.link, optionsFor).then((one) => ({ posts: [one] }), saySentence)
    return { ...empty, notes, ...(await posts) }
  }
  const { posts: window, since, there, reach } = await readPreviewWindow(ctx, wish.hours)
  const seen = new Set(window.map(({ uri }) => uri))
  const posts = [...window, ...brought.posts.filter(({ uri }) => !seen.has(uri))]
  if (asksForRate(definition)) {
    const authors = await listAuthorStats(ctx.index, [...new Set(posts.map(({ did }) => did))])
    for (const { did, avgPostsPerDay } of authors) rates.set(did, avgPostsPerDay)
  }
  const draft = tryDraft(posts, optionsFor)
  if (draft.shown.length === 0 && reach < fewHours) {
    const before = await readPostsBefore(ctx, viewer, definition, members.people)
    const older = tryDraft(before.posts, optionsFor)
    if (older.shown.length > 0 || window.length === 0) {
      const shown = await showPosts(ctx, viewer, older)
      const samples = tryWithSamples(optionsFor({}), ctx.now()).filter(({ isIn }) => isIn)
      const sentence = shown.sentence ?? sayBefore(older, before.isPartial, reach, samples.length > 0)
      if (older.shown.length > 0) return { ...empty, ...shown, with: 'before', sentence, notes }
      return { ...empty, with: 'before', sentence, notes, posts: samples }
    }
  }
  const shown = await showPosts(ctx, viewer, draft)
  // What another feed holds may be older than anything that was looked at.
  const kept = draft.kept.filter(({ indexedAt }) => indexedAt >= since)
  const scale = window.length === 0 ? 1 : there / window.length
  return {
    ...empty,
    ...shown,
    notes,
    looked: window.length,
    there,
    kept: Math.round(kept.length * scale),
    minutes: Math.max(1, Math.round((ctx.now() - since) / 60_000)),
    bars: countBars(kept, since, ctx.now()).map((count) => Math.round(count * scale)),
    authors: nameAuthors(draft, shown.posts),
  }
}

type OptionsFor = (more: Partial<Lookups>) => Parameters<typeof previewDraft>[2]

function tryDraft(posts: WindowCandidate[], optionsFor: OptionsFor): DraftPreview {
  const counts = new Map(posts.map((post) => [post.uri, post]))
  const { definition } = optionsFor({})
  const known = {
    countOf: (uri, of) => counts.get(uri)?.[of],
    threadsOf: findThreads(definition, posts),
  } satisfies Partial<Lookups>
  return previewDraft(posts, most, optionsFor(known))
}

/** @param reach of the box's own posts, in ms */
function sayBefore({ shown }: DraftPreview, isPartial: boolean, reach: number, hasSamples: boolean): string {
  const minutes = Math.round(reach / 60_000)
  const own = minutes === 0 ? 'no posts' : `the posts of ${minutes === 1 ? 'one minute' : `${minutes} minutes`} only`
  const start = `This box has ${own} of its own to look through yet.`
  const part = isPartial ? ' Not everything could be asked.' : ''
  if (shown.length > 0) return `${start} These are older ones that a search of the network brought.${part}`
  const rest = hasSamples ? 'What follows is made up, and would be in.' : 'Posts come as they are written.'
  return `${start} A search of the network brought none that fit.${part} ${rest}`
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
  { filters }: Definition,
  { skipped }: CheckedBuilder,
  isPartial: { members: boolean; feeds: boolean },
): string[] {
  const named = JSON.stringify(filters)
  const isAged = named.includes('"type":"accountAge"')
  return [
    ...(isPartial.feeds
      ? ['A feed that this one takes from did not answer, so its posts are not in the preview.']
      : []),
    ...(isPartial.members
      ? ['Of long lists only the first people are looked at, and mutuals not at all, until the feed is made.']
      : []),
    ...(isAged ? ['How old accounts are is asked for once the feed is made.'] : []),
    ...(skipped > 0 ? ['Parts without anything in them are passed over.'] : []),
  ]
}
