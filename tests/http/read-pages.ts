// Every page there is to read, for what must hold on all of them.
import type { SeededNetwork } from '../network.ts'

export type ReadPages = {
  /** What everybody may read. */
  public: string[]
  /** What lives on this box, or is somebody's own. */
  own: string[]
  /** What is no page: feeds for readers, oEmbed. */
  documents: string[]
}

/** The pages of the box at `url`, which reads `network`. */
export async function listReadPages(network: SeededNetwork, url: string): Promise<ReadPages> {
  const [, , did, , rkey] = network.posts.sleeper?.uri.split('/') ?? []
  const [, , listDid, , listKey] = network.lists['railway-people']?.uri.split('/') ?? []
  const post = `/profile/${did}/post/${rkey}`
  const list = `/profile/${listDid}/lists/${listKey}`
  const [feedUri = ''] = Object.values(network.feeds).map(({ uri }) => uri)
  const feed = `/profile/${feedUri.split('/')[2]}/feed/${feedUri.split('/').at(-1)}`
  const packs = new URLSearchParams({
    repo: network.accounts.find(({ handle }) => handle === 'marit.test')?.did ?? '',
    collection: 'app.bsky.graph.starterpack',
  })
  const kept = await fetch(`${network.pdsUrl}/xrpc/com.atproto.repo.listRecords?${packs}`)
  const [packUri = ''] = ((await kept.json()) as { records: { uri: string }[] }).records.map(({ uri }) => uri)
  const pack = `/starter-pack/${packUri.split('/')[2]}/${packUri.split('/').at(-1)}`
  return {
    public: [
      '/profile/ines.test',
      '/profile/ines.test?tab=lists',
      '/profile/ines.test/followers',
      '/profile/ines.test/follows',
      '/profile/ines.test/search?q=clay',
      '/profile/ines.test/labeler',
      feed,
      `${feed}/liked-by`,
      post,
      `${post}?view=article`,
      `${post}/quotes`,
      `${post}/liked-by`,
      `${post}/reposted-by`,
      list,
      `${list}?tab=people`,
      pack,
      `${pack}?tab=posts`,
      '/hashtag/NightTrains',
      '/search?q=train',
      '/search?q=train&tab=people',
      '/search?q=train&tab=feeds',
    ],
    own: [
      '/',
      `/?feed=${encodeURIComponent(network.lists['railway-people']?.uri ?? '')}`,
      '/notifications',
      '/notifications?show=replies',
      '/saved',
      '/feeds',
      '/lists',
      '/suggestions',
      '/search',
      '/profile/ines.test/known-followers',
      '/profile/ines.test/similar',
      '/profile/ines.test/mutuals',
      '/menu',
    ],
    documents: [
      '/profile/ines.test/rss.xml',
      '/profile/ines.test/atom.xml',
      '/profile/ines.test/feed.json',
      `${list}/rss.xml`,
      '/hashtag/NightTrains/rss.xml',
      '/search/rss.xml?q=train',
      `/oembed?url=${encodeURIComponent(url + post)}`,
    ],
  }
}
