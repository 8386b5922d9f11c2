// Feeds and posts for match.bench.ts, and the peer: a loop that asks each feed in turn.
import type { FeedDefinition } from '#feeds/compile-feeds.ts'
import type { Definition, Filter } from '#feeds/definition.ts'
import { foldText } from '#feeds/fold-text.ts'
import type { CandidatePost } from '#types/candidate-post.ts'
import { createRandomText } from './random-text.ts'

const { random, speak, rare } = createRandomText(7)
const pick = <Item>(items: Item[]): Item => items[Math.floor(random() * items.length)] as Item
const several = <Item>(count: number, make: () => Item): Item[] => Array.from({ length: count }, make)

const letters = 'abcdefghijklmnopqrstuvwxyz234567'
const accounts = several(600_000, () => `did:plc:${several(24, () => letters[Math.floor(random() * 32)]).join('')}`)
const sites = several(5000, () => `${rare()}.${pick(['org', 'com', 'net'])}`)
const languages = ['en', 'pt', 'ja', 'de', 'es']

/** Half of them look for words, a quarter takes from 500 people each, the rest is mixed. */
export function makeFeed(feedId: number): FeedDefinition {
  return { feedId, definition: { version: 1, ...makeParts(feedId) } }
}

function makeParts(feedId: number): Pick<Definition, 'sources' | 'filters'> {
  const network: Definition['sources'] = [{ type: 'network' }]
  const noReplies: Filter = { type: 'none', of: [{ type: 'kinds', kinds: ['reply'] }] }
  if (feedId % 2 === 0) {
    const words = several(3, () => (random() < 0.6 ? `${speak()} ${rare()}` : rare()))
    return { sources: network, filters: [{ type: 'keywords', words }, ...(random() < 0.5 ? [noReplies] : [])] }
  }
  if (feedId % 4 === 1) {
    const dids = [...new Set(several(500, () => pick(accounts)))]
    return { sources: [{ type: 'authors', dids }], filters: random() < 0.5 ? [noReplies] : [] }
  }
  switch (Math.floor(feedId / 4) % 6) {
    case 0:
      return { sources: [{ type: 'hashtags', tags: several(4, rare) }], filters: [noReplies] }
    case 1:
      return { sources: [{ type: 'domains', domains: several(3, () => pick(sites)) }], filters: [] }
    case 2: {
      const any: Filter = {
        type: 'any',
        of: [
          { type: 'hashtags', tags: several(3, rare) },
          { type: 'keywords', words: several(3, rare), in: ['text', 'alt'] },
        ],
      }
      return { sources: network, filters: [any, { type: 'languages', languages: [pick(languages)] }] }
    }
    case 3: {
      const pattern = `${rare()}(er|s)? .*${rare()}|${rare()}\\s+[a-m]`
      return { sources: network, filters: [{ type: 'pattern', pattern }] }
    }
    case 4: {
      const words = several(20, speak)
      const dids = [...new Set(several(100, () => pick(accounts)))]
      return { sources: [{ type: 'authors', dids }], filters: [{ type: 'none', of: [{ type: 'keywords', words }] }] }
    }
    default: {
      const filters: Filter[] = [
        { type: 'keywords', words: several(4, rare) },
        { type: 'media', kinds: ['image', 'video'] },
        { type: 'altText', present: true },
      ]
      return { sources: network, filters }
    }
  }
}

export function makePost(index: number): CandidatePost {
  const text = several(5 + Math.floor(random() * 35), speak).join(random() < 0.1 ? ', ' : ' ')
  const hasPicture = random() < 0.3
  return {
    uri: `at://bench/${index}`,
    did: pick(accounts),
    text,
    tags: random() < 0.2 ? several(2, speak) : [],
    langs: [pick(languages)],
    createdAt: 0,
    reply: random() < 0.4 ? { root: 'at://root', parent: 'at://parent' } : undefined,
    media: hasPicture ? ['image'] : [],
    alts: hasPicture ? [random() < 0.5 ? several(8, speak).join(' ') : ''] : [],
    links: random() < 0.2 ? [`https://www.${pick(sites)}/${index}`] : [],
  }
}

type Ask = (post: CandidatePost, folded: { text: string; alt: string; tags: string[] }) => boolean

/** The peer: every feed looks at every post, with one regular expression for its words and one set for its people. */
export function createLoop(feeds: FeedDefinition[]): (post: CandidatePost) => number[] {
  const asks = feeds.map(({ feedId, definition: { sources, filters } }) => {
    const [source] = sources.map((one): Ask => (one.type === 'network' ? () => true : askPlain(one as Filter)))
    const tests = filters.map(askPlain)
    return {
      feedId,
      ask: ((post, folded) => source?.(post, folded) && tests.every((test) => test(post, folded))) as Ask,
    }
  })
  return (post) => {
    const alt = (post.alts ?? []).map(foldText).join('\0')
    const folded = { text: foldText(post.text), alt, tags: post.tags.map(foldText) }
    return asks.filter(({ ask }) => ask(post, folded)).map(({ feedId }) => feedId)
  }
}

const inWord = '[\\p{L}\\p{N}\\p{M}]'

function askPlain(filter: Filter): Ask {
  switch (filter.type) {
    case 'any':
    case 'none': {
      const asks = filter.of.map(askPlain)
      const wanted = filter.type === 'any'
      return (post, folded) => asks.some((ask) => ask(post, folded)) === wanted
    }
    case 'keywords': {
      const words = new RegExp(`(?<!${inWord})(?:${filter.words.map(foldText).join('|')})(?!${inWord})`, 'u')
      const alsoAlt = filter.in?.includes('alt') ?? false
      return (_, { text, alt }) => words.test(text) || (alsoAlt && words.test(alt))
    }
    case 'pattern': {
      const pattern = new RegExp(filter.pattern, 'iu')
      return ({ text }) => pattern.test(text)
    }
    case 'hashtags': {
      const tags = new Set(filter.tags.map(foldText))
      return (_, folded) => folded.tags.some((tag) => tags.has(tag))
    }
    case 'authors': {
      const dids = new Set(filter.dids)
      return ({ did }) => dids.has(did)
    }
    case 'domains':
      return ({ links = [] }) =>
        links.some((link) => filter.domains.some((domain) => `.${new URL(link).hostname}`.endsWith(`.${domain}`)))
    case 'languages':
      return ({ langs }) => langs.some((lang) => filter.languages.includes(lang))
    case 'kinds':
      return ({ reply }) => reply !== undefined
    case 'media':
      return ({ media = [] }) => media.includes('image')
    case 'altText':
      return ({ alts = [] }) => alts.every((alt) => alt !== '')
    default:
      throw new Error(`No peer for ${filter.type}`)
  }
}
