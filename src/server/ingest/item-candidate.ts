// An item of a feed → what the feed engine sees of it, with the repost by which it stands there.
import type { StoredItem } from '#db/queries/stored-items.ts'
import type { CandidatePost } from '#types/candidate-post.ts'
import { readCandidate } from './read-candidate.ts'

export function itemCandidate({ post, repost }: Pick<StoredItem, 'post' | 'repost'>): CandidatePost {
  const { uri, authorDid, embeds, tags = [] } = post
  return { ...readCandidate(uri, authorDid, { ...post, tags, embed: embeds }), repost }
}
