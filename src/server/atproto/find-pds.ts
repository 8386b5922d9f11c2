// The server that somebody's repository lies on.
import { isAtprotoDid } from '@atproto/oauth-client-node'
import { AppError } from '../app-error.ts'
import { isPds, type Resolvers } from './resolvers.ts'

/**
 * @returns the address of the server that the DID document of `did` names
 * @throws AppError 404 when it names none, 502 when the document cannot be had
 */
export async function findPds({ dids }: Resolvers, did: string): Promise<URL> {
  if (!isAtprotoDid(did)) throw new AppError(404, 'There is nobody of this name.')
  const document = await dids.resolve(did).catch((cause) => {
    throw new AppError(502, 'The server of this account cannot be found at the moment.', { cause })
  })
  const endpoint = document.service?.find(({ id, type }) => isPds(did, id, type))?.serviceEndpoint
  if (typeof endpoint !== 'string' || !URL.canParse(endpoint)) {
    throw new AppError(404, 'This account has no server at the moment.')
  }
  return new URL(endpoint)
}
