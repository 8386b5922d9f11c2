// What a feed leaves out for the sake of variety: more posts of one author, the same link or quote again.
import type { Definition } from './definition.ts'

export type ThinRules = Pick<Definition, 'perAuthor' | 'gapMinutes' | 'unique'>

/** `did` is whoever brought the post, `at` when in ms, `keys` as sameKeys gives them. */
export type ThinPost = { did: string; at: number; keys?: string[] }

const [minute, hour] = [60_000, 3600_000]

/** Whether a feed leaves anything out at all. */
export function isThinned({ perAuthor, gapMinutes, unique }: ThinRules): boolean {
  return perAuthor !== undefined || gapMinutes !== undefined || unique !== undefined
}

/** How far around a post (ms) others of its author have to be known to decide about it. */
export function thinReach({ perAuthor, gapMinutes = 0 }: ThinRules): number {
  return Math.max((perAuthor?.withinHours ?? 0) * hour, gapMinutes * minute)
}

/**
 * Whether a post of this time fits beside those of its author that the feed has.
 * @param times of these posts, in ms, in any order
 */
export function fitsBeside(at: number, times: number[], { perAuthor, gapMinutes }: ThinRules): boolean {
  if (gapMinutes !== undefined && times.some((time) => Math.abs(time - at) < gapMinutes * minute)) return false
  if (perAuthor === undefined) return true
  const span = perAuthor.withinHours * hour
  const near = times.filter((time) => Math.abs(time - at) < span).sort((a, b) => a - b)
  // A window that holds the post begins with it or with one before it.
  return [...near.filter((time) => time < at), at].every((start) => {
    const inside = near.filter((time) => time >= start && time - start < span).length
    return inside + 1 <= perAuthor.atMost
  })
}

/**
 * Keeps what the rules allow, in the order given: the first of two that do not go together stays. For a feed of the
 * newest give the oldest first, so that what is in it never leaves again because of something newer.
 */
export function thinOut<Post extends ThinPost>(posts: Post[], rules: ThinRules): Post[] {
  if (!isThinned(rules)) return posts
  const timesOf = new Map<string, number[]>()
  const taken = new Set<string>()
  return posts.filter(({ did, at, keys = [] }) => {
    if (keys.some((key) => taken.has(key))) return false
    const times = timesOf.get(did) ?? []
    if (!fitsBeside(at, times, rules)) return false
    times.push(at)
    timesOf.set(did, times)
    for (const key of keys) taken.add(key)
    return true
  })
}

/** What makes two posts the same for a feed: the post they quote, the pages they link to. */
export function sameKeys(
  unique: ThinRules['unique'],
  post: { quote?: string | undefined; links?: string[] },
): string[] {
  const quote = unique?.includes('quote') && post.quote !== undefined ? [`quote:${post.quote}`] : []
  const links = unique?.includes('link') ? (post.links ?? []).slice(0, 20).map(pageOf) : []
  return [...new Set([...quote, ...links.filter((link) => link !== '')])]
}

/** Which page an address means: without fragment, tracking, `www.`, `http` or `https`, slash at the end. */
function pageOf(link: string): string {
  const url = link.length > 2048 ? null : URL.parse(link)
  if (url === null || !/^https?:$/.test(url.protocol)) return ''
  for (const name of [...url.searchParams.keys()]) {
    if (/^(utm_\w+|fbclid|gclid|igshid|mc_cid|mc_eid|ref_src)$/.test(name)) url.searchParams.delete(name)
  }
  url.searchParams.sort()
  return `link:${url.host.replace(/^www\./, '')}${url.pathname.replace(/\/+$/, '')}${url.search}`
}
