// What people here did in the last minutes. The AppView learns of it a little later; their pages must not wait.

type Kind = 'like' | 'repost' | 'bookmark' | 'follow' | 'delete' | 'mute' | 'block' | 'list-mute' | 'list-block'

export type RecentActs = {
  note(did: string, kind: Kind, subject: string, record: string | null): void
  /** The record made on `subject`, `null` when taken back, undefined when nothing was done lately. */
  recall(did: string, kind: Kind, subject: string): string | null | undefined
  /** Runs `act` after every earlier one with the same key: a form sent twice is done once. */
  inTurn<Value>(key: string, act: () => Promise<Value>): Promise<Value>
}

/** How long the AppView may take, in ms. */
const lag = 2 * 60_000
const maxEntries = 5000

export function createRecentActs(now: () => number): RecentActs {
  const acts = new Map<string, { record: string | null; at: number }>()
  const turns = new Map<string, Promise<unknown>>()
  const keyOf = (did: string, kind: Kind, subject: string) => `${did} ${kind} ${subject}`

  return {
    note(did, kind, subject, record) {
      const key = keyOf(did, kind, subject)
      acts.delete(key)
      acts.set(key, { record, at: now() })
      const oldest = acts.size > maxEntries ? acts.keys().next().value : undefined
      if (oldest !== undefined) acts.delete(oldest)
    },
    recall(did, kind, subject) {
      const act = acts.get(keyOf(did, kind, subject))
      return act && act.at > now() - lag ? act.record : undefined
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
