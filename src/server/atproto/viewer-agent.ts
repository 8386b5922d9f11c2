// An Agent that acts for a person: what is asked of the AppView, and what the end of their session looks like.
import { AppError } from '../app-error.ts'
import { UpstreamGone } from './password-session.ts'
import type { Upstream as UpstreamLayer } from './upstream.ts'
import { UpstreamAgent } from './upstream-agent.ts'

type Upstream = {
  did: string
  /** The person's server. */
  host: string
  /** Sends a signed request to the person's server. */
  send: (path: string, init?: RequestInit) => Promise<Response>
  /** Whether there is nothing left to sign with. */
  isGone: () => Promise<boolean>
  /** Ends our side, and makes the error that says so. */
  endSession: () => Promise<AppError>
  /** The AppView as atproto-proxy names it (atproto.com/specs/xrpc, "Service Proxying"). */
  appview: string
  upstream: UpstreamLayer
}

/** Methods throw AppError 401 once the person's server has ended the session, XRPCError for everything else. */
export class ViewerAgent extends UpstreamAgent {
  constructor({ did, host, send, isGone, endSession, appview, upstream }: Upstream) {
    const fetchHandler = async (path: string, init: RequestInit): Promise<Response> => {
      const headers = new Headers(init.headers)
      // com.atproto.* is the person's own server's business.
      if (path.startsWith('/xrpc/app.bsky.') && !headers.has('atproto-proxy')) headers.set('atproto-proxy', appview)
      const response = await send(path, { ...init, headers }).catch(async (error) => {
        if (error instanceof UpstreamGone || (await isGone())) throw await endSession()
        throw error
      })
      if (response.status === 401 && (await isGone())) throw await endSession()
      return response
    }
    super({ upstream, who: did, host, fetchHandler })
  }

  /** The client wraps what the handler throws; an AppError comes out as it went in. */
  protected override unwrap(error: unknown): unknown {
    return error instanceof Error && error.cause instanceof AppError ? error.cause : error
  }
}
