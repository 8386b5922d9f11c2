// A record of the person's own, read, changed and put back in one go.
import { type Agent, XRPCError } from '@atproto/api'
import { AppError } from '../app-error.ts'
import { askUpstream } from './ask-upstream.ts'

export type RecordAddress = { collection: string; rkey: string }
type Loose = Record<string, unknown>

/** How often somebody else may get in between. */
const mostTries = 4

/** The record and its CID; undefined where there is none (com.atproto.repo.getRecord). @throws AppError as the server answers */
export async function findRecord(
  agent: Agent,
  { collection, rkey }: RecordAddress,
): Promise<{ value: Loose; cid: string | null } | undefined> {
  const question = agent.com.atproto.repo.getRecord({ repo: agent.assertDid, collection, rkey })
  const answer = await question.catch((error: unknown) => {
    if (error instanceof XRPCError && error.error === 'RecordNotFound') return undefined
    return askUpstream(Promise.reject(error))
  })
  return answer && { value: answer.data.value as Loose, cid: answer.data.cid ?? null }
}

/**
 * Puts what `change` makes of the record in its place, provided that nobody changed it meanwhile: then it is read and
 * changed anew (com.atproto.repo.putRecord with swapRecord). Where `change` gives back what it was given, nothing is
 * written.
 * @throws AppError 409 when others keep changing it, others as the server answers, and whatever `change` throws
 */
export async function changeRecord(
  agent: Agent,
  address: RecordAddress,
  change: (record: Loose | undefined) => Loose | undefined,
): Promise<void> {
  for (let tries = 1; tries <= mostTries; tries++) {
    const found = await findRecord(agent, address)
    const record = change(found?.value)
    if (record === undefined || record === found?.value) return
    const body = { repo: agent.assertDid, ...address, record, swapRecord: found?.cid ?? null }
    try {
      await agent.com.atproto.repo.putRecord(body)
      return
    } catch (error) {
      if (!(error instanceof XRPCError) || error.error !== 'InvalidSwap') await askUpstream(Promise.reject(error))
    }
  }
  throw new AppError(409, 'Another program keeps changing the same thing. Try again in a moment.')
}
