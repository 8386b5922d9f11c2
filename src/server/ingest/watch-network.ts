// What passes by of the whole network, verified by nobody: every post for the window, likes and answers, who posts.
import type { Posted } from '#db/queries/author-stats.ts'
import type { Counted } from '#db/queries/engagement-steps.ts'
import type { IndexChange } from '#db/queries/index-changes.ts'
import type { SeenPost } from '#db/queries/window-steps.ts'
import { isTidAfter } from '../atproto/create-tid.ts'
import type { Config } from '../config.ts'
import type { Threads } from '../sources/keep-threads.ts'
import type { ActorStates } from './actor-states.ts'
import { BadFrame } from './bad-frame.ts'
import { drift, isOver } from './decide-commit.ts'
import { findAnswers, findReactions } from './find-counted.ts'
import { blockKey } from './read-commit.ts'
import type { CommitEvent } from './read-event.ts'
import type { ReadOp, RecordReader } from './read-records.ts'

type Options = {
  window: Config['window']
  actors: ActorStates
  records: RecordReader
  now: () => number
  /** The last event that was written: nothing up to it is looked at again. */
  cursor: number | undefined
  /** Since when people's posts are counted, as a day; undefined for today. */
  sinceDay: number | undefined
  /** Whether anybody wants to hear what posts of the window have got. */
  tells: () => boolean
  /** Told of every reply. */
  hear: Threads['hear']
}

type Seen = { seq: number; posts: SeenPost[]; counted: Counted[]; ended: number[]; author: string; posted: number }

export type NetworkWatch = ReturnType<typeof watchNetwork>

const dayLength = 24 * 3600_000

/**
 * Collects what is written only together with a cursor that has passed it, so that an event counts once, however often it
 * comes: rows of `keepPost` may be ahead of the cursor, these never are.
 */
export function watchNetwork({ window, actors, records, now, cursor, sinceDay, tells, hear }: Options) {
  const isOn = window.keptFor > 0 && window.bytes > 0
  let highest = cursor ?? 0
  let since = sinceDay
  let seen: Seen[] = []

  function look(event: CommitEvent): Seen | undefined {
    if (isTidAfter(event.rev, now() + drift) || isOver(event, actors.get(event.did))) return undefined
    const reactions = findReactions(event, () => records(event), now())
    const posts = event.posts.length > 0 ? readOps(event) : []
    if (posts.length + reactions.records.length + reactions.ended.length === 0) return undefined
    for (const { op, record } of posts) if (record?.reply) hear(`at://${event.did}/${op.path}`, record.reply)
    const answers = posts.map((post) => findAnswers(event, post, now()))
    const isRecent = isOn && isTidAfter(event.rev, now() - window.keptFor)
    return {
      seq: event.seq,
      posts: isRecent ? posts.flatMap((post) => toSeen(event, post, now())) : [],
      counted: [...reactions.records, ...answers.flatMap((found) => found.records)],
      ended: [...reactions.ended, ...answers.flatMap((found) => found.ended)],
      author: event.did,
      posted: posts.filter(({ op, record }) => op.action === 'create' && record).length,
    }
  }

  function readOps(event: CommitEvent): ReadOp[] {
    const { root, posts } = records(event)
    return root === blockKey(event.commit) ? posts : []
  }

  function stats(ready: Seen[]): IndexChange[] {
    const at = now()
    const counts = new Map<string, number>()
    for (const { author, posted } of ready) if (posted > 0) counts.set(author, (counts.get(author) ?? 0) + posted)
    if (counts.size === 0) return []
    const day = Math.floor(at / dayLength)
    since ??= day
    const authors: Posted[] = [...counts].map(([did, posts]) => ({ did, posts, at }))
    return [{ type: 'posted', authors, day, sinceDay: since }]
  }

  return {
    /** To be called for every event in the order of the firehose, once its account was loaded. */
    observe(event: CommitEvent): void {
      if (event.seq <= highest) return
      highest = event.seq
      try {
        const found = look(event)
        if (found) seen.push(found)
      } catch (error) {
        // Said once, by whoever decides about the commit.
        if (!(error instanceof BadFrame)) throw error
      }
    },
    /** What is to be written with a cursor at `seq`. It is handed out once. */
    take(seq: number): IndexChange[] {
      const passed = seen.findIndex((entry) => entry.seq > seq)
      const ready = passed === -1 ? seen : seen.slice(0, passed)
      if (ready.length === 0) return []
      seen = passed === -1 ? [] : seen.slice(passed)
      const posts = ready.flatMap((entry) => entry.posts)
      const counted = new Map(ready.flatMap((entry) => entry.counted).map((one) => [one.record, one]))
      const ended = ready.flatMap((entry) => entry.ended)
      return [
        ...(posts.length > 0 ? [{ type: 'seePosts' as const, posts }] : []),
        ...(counted.size + ended.length > 0
          ? [{ type: 'count' as const, records: [...counted.values()], ended, tells: isOn && tells() }]
          : []),
        ...stats(ready),
      ]
    },
    /** For a firehose whose numbers began anew. */
    reset(): void {
      highest = 0
      seen = []
    },
  }
}

function toSeen(event: CommitEvent, { op, record, refused }: ReadOp, now: number): SeenPost[] {
  if (refused) return []
  const key = { did: event.did, rkey: op.path.slice(op.path.indexOf('/') + 1), rev: event.rev, indexedAt: now }
  if (record === undefined) return [{ ...key, cid: '', content: undefined, createdAt: now }]
  const { createdAt, ...content } = record
  return [{ ...key, cid: op.cid ?? '', content, createdAt }]
}
