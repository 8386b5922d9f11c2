// What passes by of the whole network, verified by nobody: every post, for the window.
import type { IndexChange } from '#db/queries/index-changes.ts'
import type { SeenPost } from '#db/queries/window-steps.ts'
import type { Config } from '../config.ts'
import type { ActorStates } from './actor-states.ts'
import { BadFrame } from './bad-frame.ts'
import { drift, isOver } from './decide-commit.ts'
import { blockKey } from './read-commit.ts'
import type { CommitEvent } from './read-event.ts'
import type { ReadOp, RecordReader } from './read-records.ts'
import { tidOf } from './tid-of.ts'

type Options = {
  window: Config['window']
  actors: ActorStates
  records: RecordReader
  now: () => number
  /** The last event that was written: nothing up to it is looked at again. */
  cursor: number | undefined
}

export type NetworkWatch = ReturnType<typeof watchNetwork>

/**
 * Collects what is written only together with a cursor that has passed it, so that an event counts once, however often it
 * comes: rows of `keepPost` may be ahead of the cursor, these never are.
 */
export function watchNetwork({ window, actors, records, now, cursor }: Options) {
  const isOn = window.keptFor > 0 && window.bytes > 0
  let highest = cursor ?? 0
  let seen: { seq: number; posts: SeenPost[] }[] = []

  function readPosts(event: CommitEvent): SeenPost[] {
    const { root, posts } = records(event)
    if (root !== blockKey(event.commit)) return []
    return posts.flatMap((post) => toSeen(event, post, now()))
  }

  function look(event: CommitEvent): SeenPost[] {
    if (event.posts.length === 0 || event.rev < tidOf(now() - window.keptFor)) return []
    if (event.rev > tidOf(now() + drift) || isOver(event, actors.get(event.did))) return []
    try {
      return readPosts(event)
    } catch (error) {
      // Said once, by whoever decides about the commit.
      if (error instanceof BadFrame) return []
      throw error
    }
  }

  return {
    /** To be called for every event in the order of the firehose, once its account was loaded. */
    observe(event: CommitEvent): void {
      if (event.seq <= highest) return
      highest = event.seq
      if (!isOn) return
      const posts = look(event)
      if (posts.length > 0) seen.push({ seq: event.seq, posts })
    },
    /** What is to be written with a cursor at `seq`. It is handed out once. */
    take(seq: number): IndexChange[] {
      const passed = seen.findIndex((entry) => entry.seq > seq)
      const ready = passed === -1 ? seen : seen.slice(0, passed)
      if (ready.length === 0) return []
      seen = passed === -1 ? [] : seen.slice(passed)
      return [{ type: 'seePosts', posts: ready.flatMap(({ posts }) => posts) }]
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
