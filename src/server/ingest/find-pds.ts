// The server that somebody's repository lies on, without the libraries that `web` finds it with.
import { AskFailure } from '../sources/create-asker.ts'
import type { Identities } from './identities.ts'

/** Makes the look-up. @throws AskFailure from the returned function when the DID names no server, or cannot be asked for */
export function createPdsFinder(identities: Pick<Identities, 'find'>) {
  return async (did: string): Promise<string> => {
    const found = await identities.find(did)
    if ('failed' in found) throw new AskFailure(found.failed === 'gone' ? 404 : 0, 'NoIdentity')
    const { pds } = found.document
    if (pds === undefined) throw new AskFailure(404, 'NoServer')
    return pds
  }
}
