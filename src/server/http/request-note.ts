// What is known of a request while it is answered, wherever its code has got to: its id and its route.
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Config } from '../config.ts'

export type RequestNote = {
  /** Stands in every line of the log, and in the answer. */
  id: string
  /** The pattern of what answers, such as `/profile/[actor]`: never the address, which is somebody's reading. */
  route: string
}

export type RequestNotes = AsyncLocalStorage<RequestNote>

export function createRequestNotes(): RequestNotes {
  return new AsyncLocalStorage<RequestNote>()
}

/** The beginning of a request. A proxy of TRUSTED_PROXIES may have given it an id; nobody else may. */
export function startNote(
  { trustsProxy }: Pick<Config, 'trustsProxy'>,
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
): RequestNote {
  const given = headers['x-request-id']
  const isGiven =
    typeof given === 'string' && /^[\w.:=+/-]{1,100}$/.test(given) && trustsProxy(socket.remoteAddress ?? '')
  return { id: isGiven ? given : randomBytes(9).toString('base64url'), route: 'other' }
}
