// Events about accounts themselves: status, identity, a repository that was set anew.
import type { IndexChange } from '#db/queries/index-changes.ts'
import { BadFrame } from './bad-frame.ts'
import type { DecisionTools } from './decide-commit.ts'
import { readBlocks, readCommit } from './read-commit.ts'
import type { AccountEvent, IdentityEvent, SyncEvent } from './read-event.ts'
import { readSigningKey } from './signing-key.ts'
import { Unreachable } from './unreachable.ts'

/**
 * What an account's status means here: posts are shown while it is active and hidden otherwise, by `actors.status`;
 * of a deleted account nothing is kept but the row that refuses its old commits.
 */
export function decideAccount({ actors, now }: DecisionTools, event: AccountEvent): IndexChange[] {
  const actor = actors.get(event.did)
  const status = event.active ? 'active' : (event.status ?? 'inactive')
  if (status === (actor?.status ?? 'active')) return []
  const empty = { did: event.did, handle: 'handle.invalid', signingKey: '', rev: '', data: '' }
  const next = { ...(actor ?? empty), status }
  actors.set(next)
  const changes: IndexChange[] = [{ type: 'actor', actor: next, now: now() }]
  if (status === 'deleted') changes.push({ type: 'removePostsOf', did: event.did })
  return changes
}

/**
 * Key or handle of a known account may have changed: both are asked for again.
 * @throws Unreachable
 */
export async function decideIdentity(tools: DecisionTools, event: IdentityEvent): Promise<IndexChange[]> {
  const actor = tools.actors.get(event.did)
  tools.identities.forget(event.did)
  if (!actor || actor.signingKey === '') return []
  const found = await tools.identities.find(event.did)
  if ('failed' in found && found.failed !== 'gone') throw new Unreachable(found.reason)
  const document = 'document' in found ? found.document : undefined
  const handle = await tools.confirmHandle(event.did, document?.handle)
  const next = { ...actor, handle, signingKey: document?.signingKey ?? actor.signingKey }
  tools.actors.set(next)
  return [
    { type: 'actor', actor: next, now: tools.now() },
    { type: 'handle', did: event.did, handle },
  ]
}

/**
 * The repository of a known account jumped to another state: later commits continue from there.
 * @throws BadFrame when the commit is not signed by the account
 */
export function decideSync(tools: DecisionTools, event: SyncEvent): IndexChange[] {
  const actor = tools.actors.get(event.did)
  if (actor?.status !== 'active' || event.rev <= actor.rev) return []
  const { root, blocks } = readBlocks(event.blocks)
  if (root === undefined) throw new BadFrame('CAR file without a root')
  const commit = readCommit(blocks, root, event)
  if (!readSigningKey(actor.signingKey)?.verify(commit.unsigned(), commit.signature)) {
    throw new BadFrame('signature does not fit the signing key')
  }
  const next = { ...actor, rev: commit.rev, data: commit.data.$link }
  tools.actors.set(next)
  return [{ type: 'actor', actor: next, now: tools.now() }]
}
