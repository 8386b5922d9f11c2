// The two ways to search posts: app.bsky.feed.searchPosts, which every AppView answers, and searchPostsV2, which knows
// more filters and which few have switched on (docs/decisions/018-two-searches.md).
import { type Agent, type AppBskyFeedSearchPostsV2, XRPCError } from '@atproto/api'
import type { PostQuery, QueryLists } from '#types/post-query.ts'
import { askUpstream } from './ask-upstream.ts'

export type SearchOrder = 'top' | 'latest'
export type SearchStep = { order: SearchOrder; limit: number; cursor: string | undefined }
/** Posts as upstream gave them: hostile. */
export type SearchAnswer = { posts: unknown[]; cursor: string | undefined }

/** Languages whose words need other rules (searchPostsV2's queryLanguage). */
const analysed = ['ja', 'zh', 'ko', 'th', 'ar']

/** Whether searchPosts can say all of `query`. */
export function fitsFirstSearch({ only, not, ...query }: PostQuery): boolean {
  const lengths = Object.entries(only).map(([name, values]) => (name === 'tag' ? 0 : values.length))
  const isMore = query.replies || query.media || query.video || query.following || query.thread || query.parent
  return !isMore && only.quotes.length === 0 && lengths.every((n) => n <= 1) && Object.values(not).flat().length === 0
}

/**
 * app.bsky.feed.searchPosts with as much of `query` as it takes; the rest is up to fitsQuery.
 * @throws AppError as upstream answers
 */
export async function askFirstSearch(agent: Agent, query: PostQuery, step: SearchStep): Promise<SearchAnswer> {
  const { words, only, since, until } = query
  const single = (name: keyof QueryLists) => (only[name].length === 1 ? only[name][0] : undefined)
  const params = {
    author: single('author'),
    mentions: single('mentions'),
    domain: single('domain'),
    url: single('url'),
    lang: single('lang'),
    ...(only.tag.length > 0 ? { tag: only.tag } : {}),
    since: since && asTime(since),
    until: until && asTime(until),
  }
  // It wants words, and there are AppViews that know these two as words only.
  const author = params.author ? [params.author.startsWith('did:') ? params.author : `from:${params.author}`] : []
  const spoken = [words, ...only.tag.map((tag) => `#${tag}`), ...author].filter((part) => part !== '').join(' ')
  const q = spoken || fallbackWords(query)
  const { order, limit, cursor } = step
  const { data } = await askUpstream(agent.app.bsky.feed.searchPosts({ ...params, q, sort: order, limit, cursor }))
  return { posts: data.posts, cursor: data.posts.length > 0 ? data.cursor : undefined }
}

/**
 * app.bsky.feed.searchPostsV2.
 * @returns undefined when this AppView has none, or none for this person
 * @throws AppError as upstream answers
 */
export async function askSecondSearch(
  agent: Agent,
  query: PostQuery,
  step: SearchStep,
): Promise<SearchAnswer | undefined> {
  const question = agent.app.bsky.feed.searchPostsV2(toSecondParams(query, step)).catch((error: unknown) => {
    if (isAbsent(error)) return undefined
    throw error
  })
  const answer = await askUpstream(question)
  return answer && { posts: answer.data.posts, cursor: answer.data.posts.length > 0 ? answer.data.cursor : undefined }
}

function toSecondParams(query: PostQuery, { order, limit, cursor }: SearchStep): AppBskyFeedSearchPostsV2.QueryParams {
  const { words, only, not, since, until } = query
  const [lang = ''] = only.lang
  const lists = {
    ...{ authors: only.author, mentions: only.mentions, domains: only.domain, urls: only.url, hashtags: only.tag },
    ...{ languages: only.lang, embeddedAtUris: only.quotes },
    ...{ excludeAuthors: not.author, excludeMentions: not.mentions, excludeDomains: not.domain, excludeUrls: not.url },
    ...{ excludeHashtags: not.tag, excludeLanguages: not.lang, excludeEmbeddedAtUris: not.quotes },
  }
  const rest = {
    query: words || undefined,
    since: since && asTime(since),
    until: until && asTime(until),
    hasMedia: query.media || undefined,
    hasVideo: query.video || undefined,
    following: query.following || undefined,
    excludeReplies: query.replies === 'none' || undefined,
    repliesOnly: query.replies === 'only' || undefined,
    threadRootUri: query.thread,
    replyParentUri: query.parent,
    queryLanguage: only.lang.length === 1 && analysed.includes(lang) ? lang : undefined,
    cursor,
  }
  return {
    ...Object.fromEntries(Object.entries(lists).filter(([, values]) => values.length > 0)),
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    sort: order === 'latest' ? 'recent' : 'top',
    allTime: true,
    limit,
  }
}

function isAbsent(error: unknown): boolean {
  if (!(error instanceof XRPCError)) return false
  const status: number = error.status
  if (status === 404 || status === 501) return true
  return status === 400 && /not enabled|not (implemented|supported)|method not found/i.test(error.message)
}

/** A search without words: the filter that says most, in the shorthand that AppViews read. */
function fallbackWords({ only, since }: PostQuery): string {
  const [domain] = only.domain
  const [mentioned] = only.mentions
  const [lang] = only.lang
  if (domain) return `domain:${domain}`
  if (mentioned) return `mentions:${mentioned}`
  if (lang) return `lang:${lang}`
  return since ? `since:${since}` : '*'
}

/** A day is its first moment: there are AppViews that take times only. */
function asTime(date: string): string {
  return date.includes('T') ? date : `${date}T00:00:00.000Z`
}
