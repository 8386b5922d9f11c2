// What the demo network talks about: its hashtags, by how many people write them. Pure.
import type { FoundPost } from './search-index.ts'

/** As app.bsky.unspecced.defs#skeletonTrend. */
export type DemoTrend = {
  topic: string
  displayName: string
  link: string
  startedAt: string
  postCount: number
  dids: string[]
}

/** The hashtags that two people or more wrote, the most written first. */
export function listTrends(posts: FoundPost[], limit: number): DemoTrend[] {
  const uses = posts.flatMap((post) => tagsOf(post.record).map((tag) => ({ tag, post })))
  return [...Map.groupBy(uses, ({ tag }) => tag.toLowerCase()).values()]
    .map((group) => {
      const [{ tag, post } = { tag: '', post: undefined }] = group
      return {
        topic: tag,
        displayName: `#${tag}`,
        link: `/hashtag/${encodeURIComponent(tag)}`,
        startedAt: group.at(-1)?.post.indexedAt ?? post?.indexedAt ?? '',
        postCount: group.length,
        dids: [...new Set(group.map(({ post }) => post.author.did))].slice(0, 3),
      }
    })
    .filter(({ dids }) => dids.length > 1)
    .sort((left, right) => right.postCount - left.postCount || left.topic.localeCompare(right.topic, 'en'))
    .slice(0, limit)
}

function tagsOf({ facets }: FoundPost['record']): string[] {
  const features = (Array.isArray(facets) ? facets : []).flatMap((facet) => facet?.features ?? [])
  return [...new Set(features.flatMap((feature) => (typeof feature?.tag === 'string' ? [feature.tag] : [])))]
}
