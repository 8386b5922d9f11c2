// Checks the tokens with which other servers call us for a person (atproto.com/specs/xrpc, inter-service authentication).
import { z } from 'zod'
import type { IssuerKeys } from './issuer-keys.ts'

type Options = {
  serviceDid: string
  /** The service's id in its DID document: `aud` may name it (`did:web:host#bsky_fg`) or not. */
  serviceId: string
  keys: IssuerKeys
  /** ms */
  now: () => number
}

export type TokenRequest = {
  /** The Authorization header as it came. */
  authorization: string
  /** NSID of the method that is called. */
  lxm: string
  /** Whom look-ups of DIDs are counted against: an address. */
  caller: string
}

/** `did` is the person the call is made for. */
export type TokenAnswer = { did: string } | { refusal: string }

/** Seconds. A PDS gives 60; a token that lives long can be stolen for long. */
const longestLife = 300
const clockSkew = 60
const longestToken = 8192
const mostRemembered = 100_000

const headerSchema = z.object({ alg: z.enum(['ES256K', 'ES256']) })
const claimsSchema = z.object({
  iss: z.string().regex(/^did:(plc:[a-z2-7]{24}|web:[a-zA-Z0-9.%-]{1,253})$/),
  aud: z.string(),
  lxm: z.string(),
  exp: z.number(),
  iat: z.number().optional(),
  jti: z.string().min(1).max(256),
})

function decode(part: string | undefined): unknown {
  return JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'))
}

/**
 * A verifier that remembers which tokens were used. `verifyJwt` alone takes tokens that live ten years, come from the
 * future or come again, and throws SyntaxErrors: everything cheap is checked before a key is looked up, everything that
 * goes wrong is a refusal.
 */
export function createTokenVerifier({ serviceDid, serviceId, keys, now }: Options) {
  const used = new Map<string, number>()
  const audiences = [serviceDid, `${serviceDid}#${serviceId}`]

  /** Whether this is the first use of a token. Its name is kept for as long as it would be valid. */
  const use = (name: string, exp: number): boolean => {
    const seconds = now() / 1000
    if (used.size >= mostRemembered) for (const [key, until] of used) if (until < seconds) used.delete(key)
    if (used.size >= mostRemembered || (used.get(name) ?? 0) >= seconds) return false
    used.set(name, exp)
    return true
  }

  return async ({ authorization, lxm, caller }: TokenRequest): Promise<TokenAnswer> => {
    const token = /^Bearer ([\w.=-]+)$/i.exec(authorization)?.[1]
    if (token === undefined || token.length > longestToken) return { refusal: 'There is no token in this request.' }
    try {
      const [header, payload] = token.split('.')
      headerSchema.parse(decode(header))
      const claims = claimsSchema.parse(decode(payload))
      const seconds = now() / 1000
      if (claims.exp <= seconds) return { refusal: 'The token has expired.' }
      if (claims.exp - seconds > longestLife) return { refusal: 'The token lives too long.' }
      if ((claims.iat ?? 0) > seconds + clockSkew) return { refusal: 'The token is from the future.' }
      if (!audiences.includes(claims.aud)) return { refusal: 'The token is for another service.' }
      if (claims.lxm !== lxm) return { refusal: 'The token is for another method.' }
      const name = `${claims.iss} ${claims.jti}`
      if ((used.get(name) ?? 0) >= seconds) return { refusal: 'The token was used before.' }
      // Costs 55 MB: only a box that other servers ask for feeds pays it.
      const { verifyJwt } = await import('@atproto/xrpc-server')
      await verifyJwt(token, null, lxm, (_, fresh) => keys(claims.iss, { fresh, caller }))
      return use(name, claims.exp) ? { did: claims.iss } : { refusal: 'The token was used before.' }
    } catch {
      return { refusal: 'The token could not be verified.' }
    }
  }
}

export type TokenVerifier = ReturnType<typeof createTokenVerifier>
