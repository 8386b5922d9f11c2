// The demo network's search itself: words, phrases and filters over lists. Pure.

import { fitsQuery } from '#server/atproto/fits-query.ts'
import { parseQuery } from '#server/reads/post-query.ts'
import type { FoundActor, FoundPost } from './search-index.ts'

/** Posts that fit the parameters of app.bsky.unspecced.searchPostsSkeleton, in the order asked for. */
export function findPosts(posts: FoundPost[], params: URLSearchParams): FoundPost[] {
  const spoken = (params.get('q') ?? '').replace(/(^|\s)(did:[a-z]+:\S+)/, '$1from:$2')
  const { query } = parseQuery(spoken)
  for (const name of ['author', 'mentions', 'domain', 'url', 'lang', 'tag'] as const) {
    for (const value of params.getAll(name)) query.only[name] = [...query.only[name], value]
  }
  query.since = params.get('since') ?? query.since
  query.until = params.get('until') ?? query.until
  const found = posts.filter((post) => fitsQuery(post, query) && saysAll(String(post.record.text ?? ''), query.words))
  return params.get('sort') === 'top' ? found.sort((left, right) => right.weight - left.weight) : found
}

/** People with every word of `q` somewhere; whose name or handle begins so comes first. */
export function findActors(actors: FoundActor[], q: string): FoundActor[] {
  const start = fold(q).trim()
  const rank = ({ texts }: FoundActor) => {
    const [handle = '', name = ''] = texts.map(fold)
    if (handle.startsWith(start)) return 0
    return name.split(/\s+/).some((word) => word.startsWith(start)) ? 1 : 2
  }
  const found = actors.filter(({ texts }) => saysAll(texts.join('\n'), q))
  return found.sort((left, right) => rank(left) - rank(right))
}

/** Whether `text` holds every word and phrase of `words` and none of those with a minus. */
export function saysAll(text: string, words: string): boolean {
  const folded = fold(text)
  return (words.match(/-?"[^"]*"|\S+/g) ?? []).every((token) => {
    const isWithout = token.startsWith('-') && token.length > 1
    const wanted = fold(isWithout ? token.slice(1) : token).replaceAll('"', '')
    return wanted === '*' || folded.includes(wanted) !== isWithout
  })
}

/** "Inês" and "ines" are the same to who searches. */
function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
}
