// What passes by of the whole network, verified by nobody: every post for the window, likes and answers, who posts.
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
  const seen = { posts: createPending<SeenPost>(), counted: createPending<Counted>(), ended: createPending<number>() }
  const authors = createPending<string>()

  /** @throws BadFrame, before anything is noted */
  function look(event: CommitEvent): void {
    const { seq } = event
    const at = now()
    if (isTidAfter(event.rev, at + drift) || isOver(event, actors.get(event.did))) return
    const reactions = findReactions(event, () => records(event), at)
    if (event.posts.length > 0) for (const post of readOps(event)) notePost(event, post, at)
    for (const one of reactions.records) seen.counted.add(seq, one)
    for (const hash of reactions.ended) seen.ended.add(seq, hash)
  }

  function notePost(event: CommitEvent, post: ReadOp, at: number): void {
    const { seq, did } = event
    const { op, record } = post
    if (record?.reply) hear(`at://${did}/${op.path}`, record.reply)
    const answers = findAnswers(event, post, at)
    for (const one of answers.records) seen.counted.add(seq, one)
    for (const hash of answers.ended) seen.ended.add(seq, hash)
    if (op.action === 'create' && record) authors.add(seq, did)
    const kept = isOn && isTidAfter(event.rev, at - window.keptFor) ? toSeen(event, post, at) : undefined
    if (kept) seen.posts.add(seq, kept)
  }

  function readOps(event: CommitEvent): ReadOp[] {
    const { root, posts } = records(event)
    return root === blockKey(event.commit) ? posts : []
  }

  function stats(posted: string[]): IndexChange[] {
    if (posted.length === 0) return []
    const at = now()
    const counts = new Map<string, number>()
    for (const did of posted) counts.set(did, (counts.get(did) ?? 0) + 1)
    const day = Math.floor(at / dayLength)
    since ??= day
    return [{ type: 'posted', authors: [...counts].map(([did, posts]) => ({ did, posts, at })), day, sinceDay: since }]
  }

  return {
    /** To be called for every event in the order of the firehose, once its account was loaded. */
    observe(event: CommitEvent): void {
      if (event.seq <= highest) return
      highest = event.seq
      try {
        look(event)
      } catch (error) {
        // Said once, by whoever decides about the commit.
        if (!(error instanceof BadFrame)) throw error
      }
    },
    /** What is to be written with a cursor at `seq`. It is handed out once. */
    take(seq: number): IndexChange[] {
      const posts = seen.posts.take(seq)
      const counted = new Map(seen.counted.take(seq).map((one) => [one.record, one]))
      const ended = seen.ended.take(seq)
      return [
        ...(posts.length > 0 ? [{ type: 'seePosts' as const, posts }] : []),
        ...(counted.size + ended.length > 0
          ? [{ type: 'count' as const, records: [...counted.values()], ended, tells: isOn && tells() }]
          : []),
        ...stats(authors.take(seq)),
      ]
    },
    /** For a firehose whose numbers began anew. */
    reset(): void {
      highest = 0
      for (const pending of [...Object.values(seen), authors]) pending.take(Number.POSITIVE_INFINITY)
    },
  }
}

/** What belongs to events that the cursor has not passed yet, in their order: of each no more than is written of it. */
function createPending<Item>() {
  let items: Item[] = []
  let seqs: number[] = []
  return {
    add(seq: number, item: Item): void {
      items.push(item)
      seqs.push(seq)
    },
    /** What belongs to events up to `seq`, once. */
    take(seq: number): Item[] {
      const next = seqs.findIndex((one) => one > seq)
      const count = next === -1 ? seqs.length : next
      const ready = items.slice(0, count)
      items = items.slice(count)
      seqs = seqs.slice(count)
      return ready
    },
  }
}

function toSeen(event: CommitEvent, { op, record, refused }: ReadOp, now: number): SeenPost | undefined {
  if (refused) return undefined
  const key = { did: event.did, rkey: op.path.slice(op.path.indexOf('/') + 1), rev: event.rev, indexedAt: now }
  if (record === undefined) return { ...key, cid: '', content: undefined, createdAt: now }
  const { createdAt, ...content } = record
  return { ...key, cid: op.cid ?? '', content, createdAt }
}
