// One commit → what it changes in the sets of people that feeds take from. Verified like posts (decision 008), where the source is.
import type { Logger } from 'pino'
import type { IndexChange } from '#db/queries/index-changes.ts'
import type { Members } from '../sources/keep-members.ts'
import { BadFrame } from './bad-frame.ts'
import type { Identities } from './identities.ts'
import { readBlocks } from './read-commit.ts'
import type { CommitEvent } from './read-event.ts'
import { findGraphOps, proveGraphOps, readGraphOps } from './read-graph-ops.ts'
import { Unreachable } from './unreachable.ts'
import { verifyCommit } from './verify-commit.ts'

type Tools = {
  members: Pick<Members, 'concerns' | 'apply' | 'distrust'>
  identities: Identities
  quarantine: (event: CommitEvent, reason: string) => IndexChange
  /** Memory has changed already: this is written whatever becomes of the rest of the commit. */
  write: (changes: IndexChange[]) => void
  log: Logger
}

/** @returns undefined for nearly every commit: its author has nothing to do with any set */
export function decideMembers(tools: Tools, event: CommitEvent): Promise<void> | undefined {
  if (!tools.members.concerns(event.did, event.rev)) return undefined
  const ops = findGraphOps(event)
  return ops.length === 0 ? undefined : decide(tools, event, ops)
}

/** What cannot be verified is asked for instead: the set is read again. */
async function decide(
  { members, identities, quarantine, write, log }: Tools,
  event: CommitEvent,
  ops: ReturnType<typeof findGraphOps>,
): Promise<void> {
  try {
    const changes = event.isUnsigned
      ? readGraphOps(readBlocks(event.blocks).blocks, ops)
      : proveGraphOps(await verifyCommit(identities, event), ops)
    write(members.apply(event.did, event.rev, changes))
  } catch (error) {
    members.distrust(event.did)
    if (error instanceof BadFrame) return write([quarantine(event, `sets of people: ${error.message}`)])
    if (!(error instanceof Unreachable)) throw error
    log.warn({ did: event.did, reason: error.message }, 'identity not asked for; set of people is read again')
  }
}
