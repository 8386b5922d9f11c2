// Keeps single posts that were there before a feed was: proved like those of the firehose, and never against it.
import type { ActorRow } from '#db/queries/actors.ts'
import type { IndexChange } from '#db/queries/index-changes.ts'
import type { Match, Matcher } from '#feeds/compile-feeds.ts'
import type { Lookups } from '#feeds/lookups.ts'
import type { ActorStates } from '../ingest/actor-states.ts'
import { type FetchedPost, type FetchTools, fetchPost, splitPostUri } from '../ingest/fetch-post.ts'
import { readCandidate } from '../ingest/read-candidate.ts'

export type PostKeeper = ReturnType<typeof createPostKeeper>

type Options = FetchTools & {
  actors: ActorStates
  /** Brings what is known of people into memory: their state here, how much they post. */
  load?: (dids: string[]) => Promise<unknown>
  /** Confirms a handle, or gives `handle.invalid`. */
  confirmHandle: (did: string, handle: string | undefined) => Promise<string>
  matcher: () => Matcher
  write: (changes: IndexChange[]) => void
}

/** How often a post is asked for again because its author said something meanwhile. */
const mostTries = 4

export function createPostKeeper(options: Options) {
  const { actors, confirmHandle, identities, matcher, write, now, load = actors.load } = options

  async function lookUp(did: string): Promise<ActorRow | undefined> {
    await load([did])
    return actors.get(did)
  }

  /**
   * From now on the firehose is listened to for this author: what they delete after this is not missed. `rev` stays
   * empty, because nothing was heard of them yet.
   */
  async function meet(did: string): Promise<ActorRow | undefined> {
    const found = await identities.find(did)
    if ('failed' in found) return undefined
    const { signingKey, handle } = found.document
    const confirmed = await confirmHandle(did, handle)
    const known = await lookUp(did)
    if (known) return known
    const actor = { did, handle: confirmed, signingKey, rev: '', data: '', status: 'active' }
    actors.set(actor)
    write([{ type: 'actor', actor, now: now() }])
    return actor
  }

  return {
    /**
     * Keeps the post at `uri` in every feed that wants it, if `feedId` is one that takes it now or may later.
     * @param more what is written with it, when it is in the feed now or not yet
     * @param lookups instead of the matcher's own: counts that only the window knows, for example
     * @returns whether it is kept now
     * @throws AskFailure, BadFrame, Unreachable
     */
    async keep(
      uri: string,
      feedId: number,
      more: (isIn: boolean) => IndexChange[] = () => [],
      lookups?: Lookups,
    ): Promise<boolean> {
      const { did } = splitPostUri(uri) ?? {}
      if (did === undefined) return false
      const wants = ({ record }: FetchedPost) => {
        const match = matcher().matchWhole(readCandidate(uri, did, record), lookups)
        return [...match.now, ...match.later].includes(feedId) ? match : undefined
      }
      if (!(await lookUp(did))) {
        const post = await fetchPost(options, uri)
        if (!post || !wants(post) || !(await meet(did))) return false
      }
      for (let tries = 1; tries <= mostTries; tries++) {
        const post = await fetchPost(options, uri)
        const match = post && wants(post)
        const actor = await lookUp(did)
        if (!post || !match || actor?.status !== 'active') return false
        // The firehose has said more of this author than the proof knows: the post may be gone meanwhile.
        if (actor.rev > post.rev) continue
        write([{ type: 'actor', actor, now: now() }, toChange(post, match, now()), ...more(match.now.includes(feedId))])
        return true
      }
      return false
    },
  }
}

function toChange({ uri, did, cid, record }: FetchedPost, match: Match, indexedAt: number): IndexChange {
  const { text, facets, langs, labels, embed: embeds, reply, tags, createdAt } = record
  const post = { uri, cid, authorDid: did, text, facets, langs, labels, embeds, reply, tags, createdAt, indexedAt }
  return { type: 'keepPost', post, feedIds: match.now, laterIds: match.later, sortKey: Math.min(createdAt, indexedAt) }
}
