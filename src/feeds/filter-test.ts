// Filters that point to nothing: what they ask of a post once something else has found it.
import type { Test } from './compile-filter.ts'
import type { Filter } from './definition.ts'
import { lengthOf } from './post-facts.ts'
import { forNow, settle, type Verdict, verdicts } from './verdict.ts'

type Of<Type extends Filter['type']> = Extract<Filter, { type: Type }>
export type PlainTest = Of<
  | 'rate'
  | 'accountAge'
  | 'labels'
  | 'languages'
  | 'media'
  | 'altText'
  | 'kinds'
  | 'links'
  | 'length'
  | 'age'
  | 'engagement'
  | 'seen'
>

const [hour, day] = [3600_000, 24 * 3600_000]

export function filterTest(filter: PlainTest): Test {
  switch (filter.type) {
    case 'rate':
      return ({ post, lookups }) => settle(isWithin(lookups.rateOf?.(post.did) ?? 0, filter))
    case 'accountAge':
      return testAccountAge(filter)
    case 'labels':
      return testLabels(filter)
    case 'languages': {
      const wanted = filter.languages.map((language) => language.toLowerCase())
      return ({ post }) => settle(post.langs.slice(0, 10).some((lang) => speaks(lang.toLowerCase(), wanted)))
    }
    case 'media': {
      const kinds = new Set<string>(filter.kinds)
      return ({ post: { media = [] } }) =>
        settle(media.length === 0 ? kinds.has('none') : media.some((kind) => kinds.has(kind)))
    }
    case 'altText':
      return ({ post: { alts = [] } }) => settle(alts.every((alt) => alt.trim() !== '') === filter.present)
    case 'kinds':
      return testKinds(filter)
    case 'links':
      return ({ post: { links = [] } }) => settle(links.length > 0 === filter.present)
    case 'length':
      return ({ post }) => settle(isWithin(lengthOf(post), filter))
    case 'age':
      return ({ post, lookups }) =>
        lookups.now() - (post.repost ?? post).createdAt <= filter.atMostHours * hour ? verdicts.still : verdicts.no
    case 'engagement':
      return testEngagement(filter)
    case 'seen':
      return ({ post, lookups }) => forNow(lookups.hasSeen?.(post.uri) ?? false)
  }
}

/** As kindsOf tells, without making anything: this is asked most of all. */
function testKinds(filter: Of<'kinds'>): Test {
  const [post, reply, quote, repost] = (['post', 'reply', 'quote', 'repost'] as const).map((kind) =>
    filter.kinds.includes(kind),
  )
  return ({ post: candidate }) => {
    if (candidate.repost !== undefined) return settle(repost === true)
    const [isReply, isQuote] = [candidate.reply !== undefined, candidate.quote !== undefined]
    if (!isReply && !isQuote) return settle(post === true)
    return settle((isReply && reply === true) || (isQuote && quote === true))
  }
}

/** At the time of the post: a young account stays one there. Of a did:web nobody can say, so that it holds for none. */
function testAccountAge(filter: Of<'accountAge'>): Test {
  return ({ post, lookups }) => {
    const madeAt = lookups.accountCreatedAt?.(post.did)
    if (madeAt === undefined) return post.did.startsWith('did:web:') ? verdicts.no : verdicts.notYet
    return settle(isWithin((post.createdAt - madeAt) / day, filter))
  }
}

/** The author's own stay; others come and go. */
function testLabels({ labels }: Of<'labels'>): Test {
  const wanted = new Set(labels)
  return ({ post, lookups }) => {
    if (post.labels?.some((label) => wanted.has(label))) return verdicts.yes
    for (const label of lookups.labelsOf?.(post) ?? []) if (wanted.has(label)) return verdicts.still
    return verdicts.notYet
  }
}

/** Counts rise and fall until the time for them is over. */
function testEngagement(filter: Of<'engagement'>): Test {
  const { of, withinHours } = filter
  return ({ post, lookups }): Verdict => {
    const holds = isWithin(lookups.countOf?.(post.uri, of, withinHours) ?? 0, filter)
    const isOver = withinHours !== undefined && lookups.now() > post.createdAt + withinHours * hour
    return isOver ? settle(holds) : forNow(holds)
  }
}

function isWithin(value: number, { atLeast, atMost }: { atLeast?: number; atMost?: number }): boolean {
  return (atLeast === undefined || value >= atLeast) && (atMost === undefined || value <= atMost)
}

/** `pt` is also said of pt-BR; pt-BR is not said of pt. */
function speaks(lang: string, wanted: string[]): boolean {
  return wanted.some((language) => lang === language || lang.startsWith(`${language}-`))
}
