// Whether a commit is its author's: the signature against the key that the DID document names now.
import { BadFrame } from './bad-frame.ts'
import type { Identities } from './identities.ts'
import { blockKey, type Commit, readBlocks, readCommit } from './read-commit.ts'
import type { CommitEvent } from './read-event.ts'
import { readSigningKey } from './signing-key.ts'
import { Unreachable } from './unreachable.ts'

/** @throws BadFrame when it is not, Unreachable when the identity cannot be asked for */
export async function verifyCommit(identities: Pick<Identities, 'find'>, event: CommitEvent): Promise<Commit> {
  const { root, blocks } = readBlocks(event.blocks)
  if (root === undefined || root !== blockKey(event.commit)) {
    throw new BadFrame('commit is not the root of its CAR file')
  }
  const commit = readCommit(blocks, root, event)
  await verifySignature(identities, commit)
  return commit
}

/** A key that has changed is asked for once more. @throws BadFrame, Unreachable */
export async function verifySignature(identities: Pick<Identities, 'find'>, commit: Commit): Promise<void> {
  for (const fresh of [false, true]) {
    const found = await identities.find(commit.did, { fresh })
    if ('failed' in found) {
      if (found.failed === 'gone') throw new BadFrame(`no identity: ${found.reason}`)
      throw new Unreachable(found.reason)
    }
    if (readSigningKey(found.document.signingKey)?.verify(commit.unsigned(), commit.signature)) return
  }
  throw new BadFrame('signature does not fit the signing key')
}
