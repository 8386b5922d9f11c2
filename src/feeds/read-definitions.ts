// Rows of every feed → what compileFeeds takes, and what could not be read.
import type { FeedParts } from '#db/queries/feeds.ts'
import type { FeedDefinition } from './compile-feeds.ts'
import type { Mistake } from './definition.ts'
import { fromRows } from './definition-rows.ts'

/** One feed that cannot be read (rows of another version) must not stop the others: it is named in `broken`. */
export function readDefinitions(feeds: ({ feedId: number } & FeedParts)[]) {
  const definitions: FeedDefinition[] = []
  const broken: { feedId: number; mistakes: Mistake[] }[] = []
  for (const { feedId, ...parts } of feeds) {
    const result = fromRows(parts)
    if ('definition' in result) definitions.push({ feedId, definition: result.definition })
    else broken.push({ feedId, mistakes: result.mistakes })
  }
  return { definitions, broken }
}
