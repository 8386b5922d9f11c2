// A definition in a few sentences for people.
import type { Definition, Filter } from './definition.ts'
import { usualHeat } from './definition-order.ts'
import { describeFilter, describeSource, type Maker } from './describe-part.ts'

/** "Posts with #nighttrain or #nachtzug, or that say “sleeper”. No replies." Lists, feeds and people go unnamed, its maker apart. */
export function describeDefinition(definition: Definition, maker?: Maker): string {
  const { sources, filters } = definition
  const carried = sources.some(({ type }) => type === 'network')
    ? []
    : [sources.map((source) => describeSource(source, maker)).join(', or ')]
  const kept = filters.filter(({ type }) => type !== 'none').map(describeFilter)
  const refused = filters.flatMap((filter) => (filter.type === 'none' ? filter.of.map(describeRefusal) : []))
  const posts = ['Posts', ...carried, kept.join(', and ')].filter((part) => part !== '').join(' ')
  return [`${posts}.`, ...refused, ...describeOrder(definition)].join(' ')
}

/** Whether `filter` is the one that the simple form makes of “without replies”. */
export function leavesOutReplies(filter: Filter): boolean {
  return filter.type === 'none' && filter.of.some((one) => one.type === 'kinds' && one.kinds.includes('reply'))
}

function describeRefusal(filter: Filter): string {
  if (filter.type !== 'kinds') return `None ${describeFilter(filter)}.`
  const names = { post: 'posts of their own', reply: 'replies', quote: 'quotes', repost: 'reposts' }
  return `No ${filter.kinds.map((kind) => names[kind]).join(' or ')}.`
}

function describeOrder({ order, perAuthor, gapMinutes, pinned, unique }: Definition): string[] {
  const sentences: string[] = []
  if (order?.by === 'hot') {
    sentences.push(
      `What is much liked comes first, and half as high after ${hours(order.halfLifeHours ?? usualHeat.halfLifeHours)}.`,
    )
  }
  if (order?.by === 'mostLiked') sentences.push(`The most liked of the last ${hours(order.withinHours)} come first.`)
  if (order?.by === 'random') sentences.push('In another order every day.')
  if (perAuthor) {
    sentences.push(`At most ${count(perAuthor.atMost, 'post')} of an author in ${hours(perAuthor.withinHours)}.`)
  }
  if (gapMinutes) sentences.push(`At least ${count(gapMinutes, 'minute')} between two posts of an author.`)
  if (pinned) sentences.push(`${count(pinned.length, 'post')} on top.`)
  for (const what of unique ?? []) {
    sentences.push(what === 'quote' ? 'One quote of the same post.' : 'One post with the same link.')
  }
  return sentences
}

function hours(number: number): string {
  return count(number, 'hour')
}

function count(number: number, name: string): string {
  return `${number.toLocaleString('en')} ${name}${number === 1 ? '' : 's'}`
}
