// The matcher of this process, made like the feeds in main.db: only what has changed is read again, a little at a time.
import { setImmediate as breathe } from 'node:timers/promises'
import type { MainDatabase } from '#db/client.ts'
import { type FeedSharing, listFeedStamps } from '#db/queries/feed-stamps.ts'
import { listFeedParts, readChangeCounter } from '#db/queries/feeds.ts'
import { listFeedMembers } from '#db/queries/private-lists.ts'
import type { FeedDefinition } from '#feeds/compile-feeds.ts'
import type { Definition, Mistake } from '#feeds/definition.ts'
import { isLively } from '#feeds/feed-moments.ts'
import { listTakenFeeds } from '#feeds/find-cycle.ts'
import type { Lookups } from '#feeds/lookups.ts'
import { createMatcher, type Matcher } from '#feeds/matcher.ts'
import { listMemberKeys } from '#feeds/member-keys.ts'
import { isPersonal } from '#feeds/personal.ts'
import { readDefinitions } from '#feeds/read-definitions.ts'
import type { TakenFeed } from '../sources/poll-feeds.ts'

/** Feeds between two pauses: some of them name ten thousand people. */
const atOnce = 20

export type MatcherNews = { read: number; broken: { feedId: number; mistakes: Mistake[] }[] }

/** `ids` are all feeds there are; `memberKeys` the lists and follows that they take from. */
export type KeptMatcher = {
  matcher: Matcher
  ids: () => ReadonlyMap<number, unknown>
  memberKeys: () => string[]
  /** Who may see a feed; undefined when there is none. */
  sharingOf: (feedId: number) => FeedSharing | undefined
  /** Feeds that feeds here take from and that are not of this box. */
  taken: () => TakenFeed[]
  /** Feeds that are another one for each reader, with the addresses of their records. */
  personal: () => FeedDefinition[]
  /** Feeds whose posts come, go or move with time; another list whenever one has changed. */
  lively: () => FeedDefinition[]
  /** @returns what was read; undefined when nothing has changed */
  refresh: () => Promise<MatcherNews | undefined>
}

/** @param onRead told of the feeds that are new or were changed, some at a time */
export function keepMatcher(
  main: MainDatabase,
  lookups: Lookups,
  onRead: (definitions: FeedDefinition[]) => void = () => {},
): KeptMatcher {
  const matcher = createMatcher(lookups)
  /** What a feed was made of when it was last read, and whom it takes from. */
  const known = new Map<number, { mark: string; keys: string[]; takes: string[] }>()
  const personal = new Map<number, FeedDefinition>()
  let own = new Set<string>()
  let sharing = new Map<number, FeedSharing>()
  let counter = -1
  let lively: FeedDefinition[] = []

  async function findChanged() {
    const [stamps, members] = [await listFeedStamps(main), await listFeedMembers(main)]
    const membersOf = Map.groupBy(members, ({ feedId }) => feedId)
    const marks = new Map(
      stamps.map(({ feedId, stamp, uri, isShared }) => {
        const people = (membersOf.get(feedId) ?? []).map(({ key, did }) => `${key} ${did}`)
        return [feedId, [stamp, uri, isShared, ...people].join()]
      }),
    )
    sharing = new Map(stamps.map((stamp) => [stamp.feedId, stamp.sharing]))
    const names = new Map(stamps.map(({ feedId, uri, isShared }) => [feedId, { uri, isShared }]))
    const changed = [...marks.keys()].filter((feedId) => known.get(feedId)?.mark !== marks.get(feedId))
    return { marks, names, members, changed }
  }

  async function refresh(): Promise<MatcherNews | undefined> {
    const value = await readChangeCounter(main, 'feeds')
    if (value === counter) return undefined
    const { marks, names, members, changed } = await findChanged()
    own = new Set([...names.values()].map(({ uri }) => uri))
    for (const feedId of [...known.keys()].filter((id) => !marks.has(id))) {
      matcher.delete(feedId)
      known.delete(feedId)
      personal.delete(feedId)
    }
    const isChanged = new Set(changed)
    const unchanged = lively.filter(({ feedId }) => marks.has(feedId) && !isChanged.has(feedId))
    const still = new Map(unchanged.map((feed) => [feed.feedId, feed]))
    const news: MatcherNews = { read: changed.length, broken: [] }
    for (let at = 0; at < changed.length; at += atOnce) {
      const some = changed.slice(at, at + atOnce)
      const { definitions, broken } = readDefinitions(await listFeedParts(main, some), members)
      for (const { feedId } of broken) matcher.delete(feedId)
      for (const feed of definitions) matcher.set({ ...feed, ...names.get(feed.feedId) })
      for (const feed of definitions) if (isLively(feed.definition)) still.set(feed.feedId, feed)
      for (const feedId of some) personal.delete(feedId)
      for (const feed of definitions)
        if (isPersonal(feed.definition)) personal.set(feed.feedId, { ...feed, ...names.get(feed.feedId) })
      const read = new Map(definitions.map(({ feedId, definition }) => [feedId, definition]))
      for (const id of some) known.set(id, { mark: marks.get(id) ?? '', ...namesIn(read.get(id)) })
      onRead(definitions)
      news.broken.push(...broken)
      await breathe()
    }
    if (matcher.isCompactionDue()) for (const _ of matcher.compact()) await breathe()
    lively = [...still.values()]
    counter = value
    return news
  }

  return {
    matcher,
    refresh,
    ids: () => known,
    sharingOf: (feedId) => sharing.get(feedId),
    lively: () => lively,
    personal: () => [...personal.values()],
    taken() {
      const found = [...known].flatMap(([feedId, { mark, takes }]) => takes.map((uri) => ({ uri, feedId, mark })))
      const byUri = Map.groupBy(found, ({ uri }) => uri)
      return [...byUri].flatMap(([uri, takers]) => {
        const feedIds = takers.map(({ feedId }) => feedId)
        return own.has(uri) ? [] : [{ uri, feedIds, mark: takers.map(({ mark }) => mark).join() }]
      })
    },
    memberKeys: () => [...new Set([...known.values()].flatMap(({ keys }) => keys))],
  }
}

/** Lists and follows, and feeds, that a definition takes from. */
function namesIn(definition: Definition | undefined): { keys: string[]; takes: string[] } {
  if (definition === undefined) return { keys: [], takes: [] }
  return { keys: listMemberKeys(definition), takes: listTakenFeeds(definition) }
}

/** A feed as it is now; undefined when it is gone or cannot be read. */
export async function readFeed(main: MainDatabase, feedId: number): Promise<FeedDefinition | undefined> {
  const members = (await listFeedMembers(main)).filter((member) => member.feedId === feedId)
  return readDefinitions(await listFeedParts(main, [feedId]), members).definitions[0]
}
