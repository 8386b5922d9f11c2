// What to ask for a feed's posts of before: whom, and which questions at the AppView. Pure.
import { createHash } from 'node:crypto'
import type { FeedDefinition } from '#feeds/compile-feeds.ts'
import type { Definition, Filter } from '#feeds/definition.ts'
import { listMemberKeys } from '#feeds/member-keys.ts'
import { isPersonal } from '#feeds/personal.ts'

/** A question at the AppView whose answer names posts in `list`. */
export type Question = { nsid: string; params: Record<string, string>; list: 'posts' | 'thread' }

/** How much is asked for one feed. */
export const planLimits = { people: 2000, questions: 20 }

/**
 * Says when a feed has become another one, as far as its posts go. Who is on its lists is no part of it: somebody who
 * comes on a list brings what they post from then on. Whoever is new to a personal feed brings what was there before.
 */
export function fingerprintOf({ definition: { sources, filters } }: FeedDefinition, reader?: string): string {
  const parts = { sources, filters, ...(isPersonal({ sources }) ? { reader } : {}) }
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}

/** Sets whose people are asked. @param reader of a personal feed */
export function keysOf({ definition }: FeedDefinition, reader?: string): string[] {
  if (isPersonal(definition)) return reader === undefined ? [] : [`follows:${reader}`]
  return listMemberKeys({ sources: definition.sources, filters: [] })
}

/** Everybody whom sources name themselves. */
export function namedPeople({ definition, members }: FeedDefinition): string[] {
  return definition.sources.flatMap((source) => {
    if (source.type === 'authors') return source.dids
    return source.type === 'privateList' ? (members?.get(source.list) ?? []) : []
  })
}

/** In the order in which they are asked: a stable one, so that a stop in between loses no place. */
export function orderPeople(dids: Iterable<string>): string[] {
  return [...new Set(dids)].sort().slice(0, planLimits.people)
}

/** What to ask the AppView: searches for what sources look for in the whole network, threads and quotes. */
export function listQuestions({ sources, filters }: Definition): Question[] {
  const questions = sources.flatMap((source): Question[] => {
    switch (source.type) {
      case 'network':
        return wordsOf(filters).map(search)
      case 'hashtags':
        return source.tags.map((tag) => search(`#${tag}`))
      case 'domains':
        return source.domains.map((domain) => ({ ...search(domain), params: { q: domain, domain, sort: 'latest' } }))
      case 'search':
        return [search(source.query)]
      case 'quotes':
        return [{ nsid: 'app.bsky.feed.getQuotes', params: { uri: source.uri }, list: 'posts' }]
      case 'replies':
        return [
          {
            nsid: 'app.bsky.feed.getPostThread',
            params: { uri: source.uri, depth: '50', parentHeight: '0' },
            list: 'thread',
          },
        ]
      default:
        return []
    }
  })
  return questions.slice(0, planLimits.questions)
}

function search(q: string): Question {
  return { nsid: 'app.bsky.feed.searchPosts', params: { q, sort: 'latest' }, list: 'posts' }
}

/** What a search can look for in place of filters: one word or hashtag of which every post has some. */
function wordsOf(filters: Filter[]): string[] {
  for (const filter of filters) {
    if (filter.type === 'keywords') return filter.words.map((word) => (/\s/.test(word) ? `"${word}"` : word))
    if (filter.type === 'hashtags') return filter.tags.map((tag) => `#${tag}`)
    if (filter.type === 'any' || filter.type === 'all') {
      const parts = filter.of.map((inner) => wordsOf([inner]))
      if (filter.type === 'any' && parts.every((words) => words.length > 0)) return parts.flat()
      if (filter.type === 'all') return parts.find((words) => words.length > 0) ?? []
    }
  }
  return []
}
