// What of a definition depends on who reads: it is applied when a page is asked for, not when a post comes.
import type { Definition, Filter } from './definition.ts'
import { isPersonal } from './personal.ts'

/**
 * `hidesSeen`: what the reader has seen is left out. `isPersonal`: only what is by people whom the reader follows is in,
 * and what is `pinned`. `hasReposts`: posts may stand in it by reposts, its own or another feed's.
 */
export type ReaderRule = { hidesSeen: boolean; isPersonal: boolean; hasReposts: boolean; pinned: string[] }

/** `seen` counts where it says none of, at the top or within all of: elsewhere posts are in for everybody. */
export function readerRule({ sources, filters, pinned = [] }: Definition): ReaderRule {
  const hasReposts = sources.some(
    (source) => source.type === 'feed' || ('reposts' in source && source.reposts === true),
  )
  return { hidesSeen: filters.some(hidesSeen), isPersonal: isPersonal({ sources }), hasReposts, pinned }
}

function hidesSeen(filter: Filter): boolean {
  if (filter.type === 'all') return filter.of.some(hidesSeen)
  return filter.type === 'none' && filter.of.some(({ type }) => type === 'seen')
}
