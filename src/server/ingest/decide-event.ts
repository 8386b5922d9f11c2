// One event of an account → what is written because of it: for posts, for people here, for sets of people.
import type { Logger } from 'pino'
import type { IndexChange } from '#db/queries/index-changes.ts'
import type { Members } from '../sources/keep-members.ts'
import { decideAccount, decideIdentity, decideSync } from './decide-account.ts'
import { type DecisionTools, decideCommit, isOver, mayMatter } from './decide-commit.ts'
import { decideMembers } from './decide-members.ts'
import type { AccountBoundEvent } from './event-runner.ts'
import type { CommitEvent } from './read-event.ts'

type Options = {
  tools: DecisionTools
  members: Pick<Members, 'concerns' | 'apply' | 'distrust'>
  notices: { changesOf: (event: CommitEvent) => IndexChange[] }
  /** Whether events of an account have been put off: later ones must wait as well. */
  isPutOff: (did: string) => boolean
  defer: (event: AccountBoundEvent, frame: Uint8Array, reason: string) => IndexChange[]
  write: (changes: IndexChange[]) => void
  log: Logger
}

/** Makes what decides. It throws BadFrame and Unreachable: see event-runner.ts. */
export function createDecider({ tools, members, notices, isPutOff, defer, write, log }: Options) {
  const { identities, quarantine } = tools

  /** What a commit means for posts, for people here, and for sets of people that feeds take from. */
  function decideWhole(event: CommitEvent): IndexChange[] | Promise<IndexChange[]> {
    const posts = decideWithNotices(event)
    const sets = decideMembers({ members, identities, quarantine, write, log }, event)
    return sets ? Promise.all([posts, sets]).then(([changes]) => changes) : posts
  }

  /** Notices of a commit that is refused are not kept; one that was seen before has none. */
  function decideWithNotices(event: CommitEvent): IndexChange[] | Promise<IndexChange[]> {
    const isSettled = isOver(event, tools.actors.get(event.did))
    const outcome = decideCommit(tools, event)
    const extra = isSettled ? [] : notices.changesOf(event)
    if (extra.length === 0) return outcome
    return Array.isArray(outcome) ? [...outcome, ...extra] : outcome.then((changes) => [...changes, ...extra])
  }

  return (event: AccountBoundEvent, frame: Uint8Array): IndexChange[] | Promise<IndexChange[]> => {
    event.frame = frame
    switch (event.kind) {
      case 'commit':
        if (!isPutOff(event.did)) return decideWhole(event)
        members.distrust(event.did)
        return mayMatter(event, true, tools.matcher()) ? defer(event, frame, 'behind a deferred event') : []
      case 'account':
        return decideAccount(tools, event)
      case 'identity':
        return decideIdentity(tools, event)
      case 'sync':
        members.distrust(event.did)
        return decideSync(tools, event)
    }
  }
}
