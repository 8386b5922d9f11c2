// Rows of every feed → what compileFeeds takes, and what could not be read.
import type { FeedParts } from '#db/queries/feeds.ts'
import type { FeedDefinition } from './compile-feeds.ts'
import type { Mistake } from './definition.ts'
import { fromRows } from './definition-rows.ts'

/**
 * One feed that cannot be read (rows of another version) must not stop the others: it is named in `broken`.
 * @param members who is on the private lists that feeds may take from
 */
export function readDefinitions(
  feeds: ({ feedId: number } & FeedParts)[],
  members: { feedId: number; key: string; did: string }[] = [],
) {
  const membersOf = Map.groupBy(members, ({ feedId }) => feedId)
  const definitions: FeedDefinition[] = []
  const broken: { feedId: number; mistakes: Mistake[] }[] = []
  for (const { feedId, ...parts } of feeds) {
    const result = fromRows(parts)
    const lists = Map.groupBy(membersOf.get(feedId) ?? [], ({ key }) => key)
    const people = new Map([...lists].map(([key, rows]) => [key, rows.map(({ did }) => did)]))
    if ('definition' in result)
      definitions.push({ feedId, definition: result.definition, ...(people.size > 0 ? { members: people } : {}) })
    else broken.push({ feedId, mistakes: result.mistakes })
  }
  return { definitions, broken }
}
