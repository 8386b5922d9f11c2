// Feeds that take from feeds: whether one would, in the end, take from itself.
import type { Definition } from './definition.ts'

/** Feeds one after the other, the longest chain that is allowed. */
const longest = 10

/** at-uris of the feeds that a definition takes from. */
export function listTakenFeeds({ sources }: Pick<Definition, 'sources'>): string[] {
  return [...new Set(sources.flatMap((source) => (source.type === 'feed' ? [source.uri] : [])))]
}

/**
 * @param takenBy the feeds that a feed of this box takes from; nothing for feeds of elsewhere, which nobody here knows
 * @returns the way from the feed back to itself, both ends included; or a chain that is too long; or undefined
 */
export function findCycle(
  uri: string,
  definition: Pick<Definition, 'sources'>,
  takenBy: (uri: string) => string[],
): { path: string[]; isTooLong: boolean } | undefined {
  /** No way back and no long chain begins at these. */
  const safe = new Map<string, number>()
  const path = [uri]

  /** @returns the length of the longest chain below, or that the path is what is looked for */
  function walk(next: string[]): number | 'found' {
    let deepest = 0
    for (const one of next) {
      path.push(one)
      if (one === uri || path.length > longest + 1) return 'found'
      const known = safe.get(one)
      const below = known !== undefined && path.length + known <= longest + 1 ? known : walk(takenBy(one))
      if (below === 'found') return below
      safe.set(one, below)
      deepest = Math.max(deepest, below + 1)
      path.pop()
    }
    return deepest
  }

  if (walk(listTakenFeeds(definition)) !== 'found') return undefined
  return { path, isTooLong: path.at(-1) !== uri }
}

/** In a sentence. @param titleOf what people call a feed; its address where that is not known */
export function describeCycle(
  { path, isTooLong }: { path: string[]; isTooLong: boolean },
  titleOf: (uri: string) => string | undefined,
): string {
  if (isTooLong) return `Feeds may take from feeds, but not more than ${longest} one after the other.`
  const names = path.map((uri) => `“${titleOf(uri) ?? uri}”`)
  if (path.length === 2) return 'A feed cannot take from itself.'
  return `This feed would take from itself: ${names.join(' takes from ')}.`
}
