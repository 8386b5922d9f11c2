// What of each feed depends on who reads it, remembered until the feed changes: pages of feeds are asked for often.
import type { MainDatabase } from '#db/client.ts'
import { type FeedRow, readFeedParts } from '#db/queries/feeds.ts'
import { fromRows } from '#feeds/definition-rows.ts'
import { type ReaderRule, readerRule } from '#feeds/reader-rule.ts'

export type ReaderRules = (feed: Pick<FeedRow, 'id' | 'updatedAt'>) => Promise<ReaderRule>

const capacity = 10_000
const nobodys: ReaderRule = { hidesSeen: false, isPersonal: false, hasReposts: false, pinned: [] }

export function createReaderRules(main: MainDatabase): ReaderRules {
  const known = new Map<number, { updatedAt: number; rule: ReaderRule }>()
  return async ({ id, updatedAt }) => {
    const kept = known.get(id)
    if (kept?.updatedAt === updatedAt) return kept.rule
    const read = fromRows(await readFeedParts(main, id))
    const rule = 'definition' in read ? readerRule(read.definition) : nobodys
    known.delete(id)
    known.set(id, { updatedAt, rule })
    const [oldest] = known.keys()
    if (known.size > capacity && oldest !== undefined) known.delete(oldest)
    return rule
  }
}
