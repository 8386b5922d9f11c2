// Verifies one in many of the events that nobody needs, beside the stream: a server that forges is noticed.
import type { IndexChange } from '#db/queries/index-changes.ts'
import { BadFrame } from './bad-frame.ts'
import type { Identities } from './identities.ts'
import { blockKey, readBlocks, readCommit } from './read-commit.ts'
import type { CommitEvent } from './read-event.ts'
import { readSigningKey } from './signing-key.ts'

type Options = {
  identities: Pick<Identities, 'tryOnce'>
  quarantine: (event: CommitEvent, reason: string) => IndexChange
  write: (changes: IndexChange[]) => void
  /** One in how many. */
  every?: number
}

const mostAtOnce = 2

/** Makes the function that is told of every event that was not verified. An identity out of reach proves nothing. */
export function createSampler({ identities, quarantine, write, every = 1000 }: Options) {
  let passed = 0
  let running = 0
  let verified = 0

  async function check(event: CommitEvent): Promise<void> {
    const found = await identities.tryOnce(event.did)
    if (!('document' in found)) return
    const { root, blocks } = readBlocks(event.blocks)
    if (root === undefined || root !== blockKey(event.commit))
      throw new BadFrame('commit is not the root of its CAR file')
    const commit = readCommit(blocks, root, event)
    if (!readSigningKey(found.document.signingKey)?.verify(commit.unsigned(), commit.signature)) {
      throw new BadFrame('signature does not fit the signing key')
    }
    verified++
  }

  return {
    sample(event: CommitEvent): void {
      if (++passed % every !== 0 || running >= mostAtOnce) return
      running++
      check(event)
        .catch((error) => {
          if (error instanceof BadFrame) write([quarantine(event, `sample: ${error.message}`)])
        })
        .finally(() => running--)
    },
    get verified() {
      return verified
    },
  }
}
