// Acting for somebody with an app password's tokens: com.atproto.server.{create,refresh,delete}Session.
import { z } from 'zod'
import { AppError } from '../app-error.ts'
import type { CredentialStore } from '../auth/credential-store.ts'

export type PasswordCredential = { did: string; pdsUrl: string; accessJwt: string; refreshJwt: string }
type Fetch = typeof globalThis.fetch

const tokens = z.object({ did: z.string(), accessJwt: z.string(), refreshJwt: z.string() })
const failure = z.object({ error: z.string() })

/** The upstream session is over: whoever catches this ends ours. */
export class UpstreamGone extends Error {
  override name = 'UpstreamGone'
}

/** Posts to a method of com.atproto.server. Redirects are refused: they would carry the password elsewhere. */
function callServer(fetch: Fetch, pdsUrl: string, method: string, init: RequestInit): Promise<Response> {
  const url = new URL(`/xrpc/com.atproto.server.${method}`, pdsUrl)
  return fetch(url, { ...init, method: 'POST', redirect: 'error' })
}

async function readError(response: Response): Promise<string> {
  const body = failure.safeParse(await response.json().catch(() => undefined))
  return body.success ? body.data.error : ''
}

/**
 * Signs in on the account's own server.
 * @throws AppError 401 wrong password, 403 account not usable, 429 too many attempts, 424 the server fails
 */
export async function createPasswordSession(
  fetch: Fetch,
  account: { did: string; pdsUrl: string },
  password: string,
): Promise<PasswordCredential> {
  const { did, pdsUrl } = account
  const host = new URL(pdsUrl).host
  const response = await callServer(fetch, pdsUrl, 'createSession', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identifier: did, password }),
  }).catch((cause) => {
    throw new AppError(424, `Your server, ${host}, does not answer. Try again in a minute.`, { cause })
  })
  if (!response.ok) throw describeRefusal(response.status, await readError(response), host)
  const body = tokens.safeParse(await response.json().catch(() => undefined))
  // The server speaks for the account that was looked up, and for no other.
  if (!body.success || body.data.did !== did) throw new AppError(424, `Your server, ${host}, gave an unusable answer.`)
  return { did, pdsUrl, accessJwt: body.data.accessJwt, refreshJwt: body.data.refreshJwt }
}

function describeRefusal(status: number, error: string, host: string): AppError {
  if (error === 'AuthFactorTokenRequired') {
    return new AppError(401, 'That is your main password. Make an app password in your server’s settings and use that.')
  }
  if (error === 'AccountTakedown') return new AppError(403, `${host} has suspended this account.`)
  if (status === 429) return new AppError(429, `${host} has had too many attempts. Wait a few minutes.`)
  if (status === 401 || status === 400) return new AppError(401, 'The password is not right.')
  return new AppError(424, `Your server, ${host}, could not sign you in (${status}). Try again in a minute.`)
}

/** Ends a session upstream. That it is over already, or that the server is away, changes nothing here. */
export async function deletePasswordSession(fetch: Fetch, { pdsUrl, refreshJwt }: PasswordCredential): Promise<void> {
  const headers = { authorization: `Bearer ${refreshJwt}` }
  const response = await callServer(fetch, pdsUrl, 'deleteSession', { headers }).catch(() => undefined)
  await response?.body?.cancel()
}

/** When a JWT ends, in ms; 0 when it does not say. */
function expiryOf(jwt: string): number {
  try {
    const { exp } = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'))
    return typeof exp === 'number' ? exp * 1000 : 0
  } catch {
    return 0
  }
}

/**
 * A fetch handler for Agent that signs requests to the account's server. However many requests find the token
 * expired, one refresh runs, and the new tokens are stored before they are used.
 * @throws UpstreamGone when the server has ended the session
 */
export function createPasswordHandler(
  fetch: Fetch,
  store: CredentialStore<PasswordCredential>,
  first: PasswordCredential,
  now: () => number,
): (path: string, init?: RequestInit) => Promise<Response> {
  let current = first
  let refreshing: Promise<void> | undefined

  async function refresh(): Promise<void> {
    const headers = { authorization: `Bearer ${current.refreshJwt}` }
    const response = await callServer(fetch, current.pdsUrl, 'refreshSession', { headers })
    if (response.ok) {
      const next = tokens.parse(await response.json())
      if (next.did !== current.did) throw new Error(`${current.pdsUrl} refreshed another account's session`)
      const credential = { ...current, accessJwt: next.accessJwt, refreshJwt: next.refreshJwt }
      await store.set(current.did, credential)
      current = credential
      return
    }
    const error = await readError(response)
    if (response.status === 401 || error === 'ExpiredToken' || error === 'InvalidToken') {
      const stored = await store.get(current.did)
      if (stored && stored.refreshJwt !== current.refreshJwt) {
        // Somebody signed in again meanwhile, which ended the session that this handler had.
        current = stored
        return
      }
      await store.del(current.did)
      throw new UpstreamGone(`session of ${current.did} is over: ${response.status} ${error}`)
    }
    throw new Error(`${current.pdsUrl} does not refresh sessions now: ${response.status} ${error}`)
  }

  /** Another process may have done so while this one waited. */
  async function refreshUnlessDone(): Promise<void> {
    const stored = await store.get(current.did)
    if (stored && stored.refreshJwt !== current.refreshJwt) current = stored
    else await refresh()
  }

  function refreshOnce(): Promise<void> {
    refreshing ??= store.alone(current.did, refreshUnlessDone).finally(() => {
      refreshing = undefined
    })
    return refreshing
  }

  async function send(path: string, init: RequestInit | undefined): Promise<Response> {
    const headers = new Headers(init?.headers)
    headers.set('authorization', `Bearer ${current.accessJwt}`)
    return fetch(new URL(path, current.pdsUrl), { ...init, headers, redirect: 'error' })
  }

  return async (path, init) => {
    await refreshing
    const expiry = expiryOf(current.accessJwt)
    if (expiry > 0 && expiry < now() + 10_000) await refreshOnce()
    const used = current.accessJwt
    const response = await send(path, init)
    if (!(await saysExpired(response))) return response
    await response.body?.cancel()
    if (used === current.accessJwt) await refreshOnce()
    return send(path, init)
  }
}

/** A PDS answers 400 ExpiredToken, and 401 InvalidToken once the session has been ended. */
async function saysExpired(response: Response): Promise<boolean> {
  if (response.status !== 400 && response.status !== 401) return false
  const error = await readError(response.clone())
  return error === 'ExpiredToken' || error === 'InvalidToken'
}
