// What people here did in the last minutes. The AppView learns of it a little later; their pages must not wait.
import type { Notice } from '#types/notice.ts'

/**
 * What is noted on a subject. Of likes, reposts, follows and blocks it is the record; of `mute` the scope, of
 * `subscribe` what of; of the rest some word. `place` is a post that was in sight as it was hidden or its author
 * muted.
 */
export type ActKind =
  | 'like'
  | 'repost'
  | 'bookmark'
  | 'follow'
  | 'delete'
  | 'mute'
  | 'block'
  | 'mute thread'
  | 'subscribe'
  | 'hide reply'
  | 'detach'
  | 'pin'
  | 'report'
  | 'place'
  | 'list-mute'
  | 'list-block'

export type RecentActs = {
  note(did: string, kind: ActKind, subject: string, record: string | null): void
  /** The record made on `subject`, `null` when taken back, undefined when nothing was done lately. */
  recall(did: string, kind: ActKind, subject: string): string | null | undefined
  /** Leaves a notice for the next page of a session. */
  say(session: number, notice: Notice): void
  /** The notice for a session, once, while it is news. */
  hear(session: number): Notice | undefined
  /** Runs `act` after every earlier one with the same key: a form sent twice is done once. */
  inTurn<Value>(key: string, act: () => Promise<Value>): Promise<Value>
}

/** How long the AppView may take, in ms. */
const lag = 2 * 60_000
const maxEntries = 5000
/** How long a notice is news, in ms. */
const newsFor = 30_000

export function createRecentActs(now: () => number): RecentActs {
  const acts = new Map<string, { record: string | null; at: number }>()
  /** Who did anything lately, and when last: a page asks hundreds of times, mostly of somebody who did nothing. */
  const active = new Map<string, number>()
  const turns = new Map<string, Promise<unknown>>()
  const notices = new Map<number, { notice: Notice; at: number }>()
  const keyOf = (did: string, kind: ActKind, subject: string) => `${did} ${kind} ${subject}`

  return {
    note(did, kind, subject, record) {
      const key = keyOf(did, kind, subject)
      acts.delete(key)
      acts.set(key, { record, at: now() })
      for (const [other, at] of active) if (at <= now() - lag) active.delete(other)
      active.set(did, now())
      const oldest = acts.size > maxEntries ? acts.keys().next().value : undefined
      if (oldest !== undefined) acts.delete(oldest)
    },
    recall(did, kind, subject) {
      if (!active.has(did)) return undefined
      const act = acts.get(keyOf(did, kind, subject))
      return act && act.at > now() - lag ? act.record : undefined
    },
    say(session, notice) {
      for (const [other, { at }] of notices) if (at <= now() - newsFor) notices.delete(other)
      notices.set(session, { notice, at: now() })
    },
    hear(session) {
      const left = notices.get(session)
      notices.delete(session)
      return left && left.at > now() - newsFor ? left.notice : undefined
    },
    inTurn(key, act) {
      const turn = (turns.get(key) ?? Promise.resolve()).then(act, act)
      turns.set(key, turn)
      const leave = () => {
        if (turns.get(key) === turn) turns.delete(key)
      }
      turn.then(leave, leave)
      return turn
    },
  }
}
