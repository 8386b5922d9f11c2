// A definition in a sentence for people.
import type { Definition, Filter, Source } from './definition.ts'

const most = 6

/** "Posts with #nighttrain or #nachtzug, or that say “sleeper”. No replies." */
export function describeDefinition({ sources, filters }: Definition): string {
  const conditions = [...sources, ...filters].flatMap((part): (Source | Filter)[] =>
    part.type === 'any' ? part.of : [part],
  )
  const tags = conditions.flatMap((part) => (part.type === 'hashtags' ? part.tags.map((tag) => `#${tag}`) : []))
  const words = conditions.flatMap((part) => (part.type === 'keywords' ? part.words.map((word) => `“${word}”`) : []))
  const hasList = sources.some(({ type }) => type === 'privateList')
  const parts = [tags.length > 0 ? `with ${join(tags)}` : '', words.length > 0 ? `that say ${join(words)}` : '']
  const replies = filters.some(leavesOutReplies) ? ' No replies.' : ''
  // Which list, nobody is told.
  const people = hasList ? ['by people its maker chose'] : []
  const wanted = parts.filter((part) => part !== '').join(', or ')
  return `Posts ${[...people, wanted].filter((part) => part !== '').join(' ')}.${replies}`
}

/** Whether `filter` is the one that the simple form makes of “without replies”. */
export function leavesOutReplies(filter: Filter): boolean {
  return filter.type === 'none' && filter.of.some((one) => one.type === 'kinds' && one.kinds.includes('reply'))
}

function join(names: string[]): string {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}` : shown.join('')
}
