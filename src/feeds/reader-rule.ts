// What of a definition depends on who reads: it is applied when a page is asked for, not when a post comes.
import type { Definition, Filter } from './definition.ts'

/** `hidesSeen`: what the reader has seen is left out; `isPersonal`: only people whom the reader follows are in it. */
export type ReaderRule = { hidesSeen: boolean; isPersonal: boolean }

/** `seen` counts where it says none of, at the top or within all of: elsewhere posts are in for everybody. */
export function readerRule({ sources, filters }: Pick<Definition, 'sources' | 'filters'>): ReaderRule {
  return { hidesSeen: filters.some(hidesSeen), isPersonal: sources.some(({ type }) => type === 'viewer') }
}

function hidesSeen(filter: Filter): boolean {
  if (filter.type === 'all') return filter.of.some(hidesSeen)
  return filter.type === 'none' && filter.of.some(({ type }) => type === 'seen')
}
