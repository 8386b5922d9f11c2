// What of a definition depends on who reads: it is applied when a page is asked for, not when a post comes.
import type { Definition, Filter } from './definition.ts'

/** `hidesSeen`: what the reader has seen is left out. */
export type ReaderRule = { hidesSeen: boolean }

/** `seen` counts where it says none of, at the top or within all of: elsewhere posts are in for everybody. */
export function readerRule({ filters }: Pick<Definition, 'filters'>): ReaderRule {
  return { hidesSeen: filters.some(hidesSeen) }
}

function hidesSeen(filter: Filter): boolean {
  if (filter.type === 'all') return filter.of.some(hidesSeen)
  return filter.type === 'none' && filter.of.some(({ type }) => type === 'seen')
}
