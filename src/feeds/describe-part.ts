// One source or filter as what follows “Posts”: “by 12 people”, “with #art”, “that say “night train””.
import type { Filter, Source } from './definition.ts'

/** Of a list only so many are named. */
const most = 6

/** Whose feed it is: their page says so anyway. */
export type Maker = { did: string; handle: string }

/** Nobody is told which list, whose follows or which person, unless it is the maker themselves. */
export function describeSource(source: Source, maker?: Maker): string {
  const said = describeCarried(source, maker)
  return 'reposts' in source && source.reposts ? said.replace(/^by/, 'by or reposted by') : said
}

function describeCarried(source: Source, maker: Maker | undefined): string {
  switch (source.type) {
    case 'network':
      return 'of the whole network'
    case 'authors':
      if (source.dids.length === 1 && source.dids[0] === maker?.did) return `by @${maker?.handle}`
      return source.dids.length === 1 ? 'by one person' : `by ${source.dids.length.toLocaleString('en')} people`
    case 'list':
      return 'by people on a list'
    case 'privateList':
      return 'by people its maker chose'
    case 'starterPack':
      return 'by people in a starter pack'
    case 'follows':
      return `by people ${nameOf(source.did, maker)} follows`
    case 'mutuals':
      return `by people ${nameOf(source.did, maker)} follows who follow back`
    case 'quietPosters':
      return `by people ${nameOf(source.did, maker)} follows who post less than ${amount(source.postsPerDay)} a day`
    case 'hashtags':
      return `with ${join(source.tags.map((tag) => `#${tag}`))}`
    case 'feed':
      return 'from another feed'
    case 'search':
      return `that a search for “${source.query}” finds`
    case 'replies':
      return 'in reply to a post'
    case 'quotes':
      return 'that quote a post'
    case 'viewer':
      return 'by people whom each reader follows'
    case 'domains':
      return `with links to ${join(source.domains)}`
  }
}

function nameOf(did: string, maker: Maker | undefined): string {
  return did === maker?.did ? `@${maker.handle}` : 'somebody'
}

const mediaNames = {
  image: 'pictures',
  gif: 'GIFs',
  video: 'video',
  link: 'a link card',
  quote: 'a quote',
  none: 'no media',
}
const placeNames = { text: 'their text', alt: 'descriptions', links: 'titles of links', tags: 'hashtags' }
const kindNames = { post: 'posts of their own', reply: 'replies', quote: 'quotes', repost: 'reposts' }

/** A whole tree in one phrase. */
export function describeFilter(filter: Filter): string {
  switch (filter.type) {
    case 'all':
      return filter.of.map(describeFilter).join(', and ')
    case 'any':
      return filter.of.map(describeFilter).join(', or ')
    case 'none':
      return `but none ${filter.of.map(describeFilter).join(', nor ')}`
    case 'hashtags':
      return `with ${join(filter.tags.map((tag) => `#${tag}`))}`
    case 'keywords':
      return `that say ${join(filter.words.map((word) => `“${word}”`))}${inPlaces(filter.in)}`
    case 'pattern':
      return `that fit the pattern “${filter.pattern}”${inPlaces(filter.in)}`
    case 'authors':
      return filter.dids.length === 1 ? 'by one person' : `by ${filter.dids.length.toLocaleString('en')} people`
    case 'list':
      return 'by people on a list'
    case 'privateList':
      return 'by people its maker chose'
    case 'rate':
      return `by authors who post ${between(filter, 'time')} a day`
    case 'accountAge':
      return `by accounts ${between(filter, 'day')} old`
    case 'labels':
      return `labelled ${join(filter.labels)}`
    case 'languages':
      return `in ${join(filter.languages)}`
    case 'media':
      return `with ${join(filter.kinds.map((kind) => mediaNames[kind]))}`
    case 'altText':
      return filter.present ? 'whose pictures are all described' : 'with pictures that nobody described'
    case 'kinds':
      return `that are ${join(filter.kinds.map((kind) => kindNames[kind]))}`
    case 'links':
      return filter.present ? 'with links' : 'without links'
    case 'domains':
      return `with links to ${join(filter.domains)}`
    case 'length':
      return `with ${between(filter, 'character')}`
    case 'age':
      return `not older than ${amount(filter.atMostHours, 'hour')}`
    case 'engagement': {
      const within = filter.withinHours === undefined ? '' : ` within ${amount(filter.withinHours, 'hour')}`
      return `with ${between(
        filter,
        filter.of.replace(/(ie)?s$/, (end) => (end === 'ies' ? 'y' : '')),
      )}${within}`
    }
    case 'seen':
      return 'that you have seen'
  }
}

function inPlaces(places: Extract<Filter, { type: 'keywords' }>['in']): string {
  if (places === undefined || places.join() === 'text') return ''
  return ` in ${join(places.map((place) => placeNames[place]))}`
}

/** “at least 5 likes”, “at most one”, “2 to 5 hours”. */
function between({ atLeast, atMost }: { atLeast?: number; atMost?: number }, unit: string): string {
  if (atLeast === undefined) return `at most ${amount(atMost ?? 0, unit)}`
  if (atMost === undefined) return `at least ${amount(atLeast, unit)}`
  return `${atLeast.toLocaleString('en')} to ${amount(atMost, unit)}`
}

function amount(number: number, unit = 'time'): string {
  if (unit === 'time' && number === 1) return 'once'
  const plural = unit.endsWith('y') && unit !== 'day' ? `${unit.slice(0, -1)}ies` : `${unit}s`
  return `${number.toLocaleString('en')} ${number === 1 ? unit : plural}`
}

function join(names: string[]): string {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}` : shown.join('')
}
