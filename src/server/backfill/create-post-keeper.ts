// Keeps single posts that were there before a feed was: proved like those of the firehose, and never against it.
import type { ActorRow } from '#db/queries/actors.ts'
import type { IndexChange } from '#db/queries/index-changes.ts'
import type { Match, Matcher } from '#feeds/compile-feeds.ts'
import type { Lookups } from '#feeds/lookups.ts'
import type { CandidatePost } from '#types/candidate-post.ts'
import type { ActorStates } from '../ingest/actor-states.ts'
import { type FetchedPost, type FetchTools, fetchPost, fetchRecord, splitPostUri } from '../ingest/fetch-post.ts'
import { readRepostRecord, repostCollection } from '../ingest/find-reposts.ts'
import { readCandidate } from '../ingest/read-candidate.ts'
import { readTime } from '../ingest/read-post.ts'

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

  /**
   * Asks for what `uri` names until what the firehose has said of its author is known to be older.
   * @param judge what is to be done with it, if anything
   * @returns whether `toChanges` was written
   */
  async function take<Fetched extends { rev: string }, Found>(
    did: string,
    ask: () => Promise<Fetched | undefined>,
    judge: (fetched: Fetched) => Found | undefined,
    toChanges: (fetched: Fetched, found: Found) => IndexChange[],
  ): Promise<boolean> {
    if (!(await lookUp(did))) {
      const fetched = await ask()
      if (!fetched || judge(fetched) === undefined || !(await meet(did))) return false
    }
    for (let tries = 1; tries <= mostTries; tries++) {
      const fetched = await ask()
      const found = fetched && judge(fetched)
      const actor = await lookUp(did)
      if (!fetched || found === undefined || actor?.status !== 'active') return false
      // The firehose has said more of this author than the proof knows: it may be gone meanwhile.
      if (actor.rev > fetched.rev) continue
      write([{ type: 'actor', actor, now: now() }, ...toChanges(fetched, found)])
      return true
    }
    return false
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
      return take(
        did,
        () => fetchPost(options, uri),
        wants,
        (post, match) => [toChange(post, match, now()), ...more(match.now.includes(feedId))],
      )
    },

    /**
     * Lets a repost of before be judged as if it came by now.
     * @returns whether it is there
     * @throws AskFailure, BadFrame, Unreachable
     */
    awaitRepost: ({ did, rkey }: { did: string; rkey: string }): Promise<boolean> =>
      take(
        did,
        () => fetchRecord(options, { did, collection: repostCollection, rkey }),
        ({ record }) => readRepostRecord(record),
        (_, { subject, createdAt }) => {
          const at = Math.min(readTime(createdAt, now()), now())
          return [{ type: 'awaitRepost', did, rkey, subject, createdAt: at, now: now() }]
        },
      ),

    /**
     * Keeps the post at `uri` where a feed takes it by `repost`, and in every feed that wants it anyway.
     * @param place what is written with it: where the repost brings it, and when (ms) it stands in feeds by itself
     * @returns whether it is kept now
     * @throws AskFailure, BadFrame, Unreachable
     */
    async keepReposted(
      uri: string,
      repost: NonNullable<CandidatePost['repost']>,
      place: (match: Match, postAt: number) => IndexChange[],
      lookups?: Lookups,
    ): Promise<boolean> {
      const { did } = splitPostUri(uri) ?? {}
      if (did === undefined) return false
      const wants = ({ record }: FetchedPost) => {
        const match = matcher().matchWhole({ ...readCandidate(uri, did, record), repost }, lookups)
        return match.now.length + match.later.length > 0 ? match : undefined
      }
      return take(
        did,
        () => fetchPost(options, uri),
        wants,
        (post, match) => {
          const own = matcher().matchWhole(readCandidate(uri, did, post.record), lookups)
          return [toChange(post, own, now()), ...place(match, Math.min(post.record.createdAt, now()))]
        },
      )
    },
  }
}

function toChange({ uri, did, cid, record }: FetchedPost, match: Match, indexedAt: number): IndexChange {
  const { text, facets, langs, labels, embed: embeds, reply, tags, createdAt } = record
  const post = { uri, cid, authorDid: did, text, facets, langs, labels, embeds, reply, tags, createdAt, indexedAt }
  return { type: 'keepPost', post, feedIds: match.now, laterIds: match.later, sortKey: Math.min(createdAt, indexedAt) }
}
