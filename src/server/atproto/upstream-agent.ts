// An Agent whose questions go through the upstream layer.
import { Agent, lexicons, XRPCError } from '@atproto/api'
import { readAnswer } from './check-answer.ts'
import type { Upstream } from './upstream.ts'

type Call = Agent['call']
type Answer = Awaited<ReturnType<Call>>

type Options = {
  upstream: Upstream
  /** On whose behalf; undefined for nobody's. */
  who: string | undefined
  /** The server that is asked. */
  host: string
  fetchHandler: (path: string, init: RequestInit) => Promise<Response>
}

/** What is asked of the AppView, and read view by view. The rest is a person's own server's business. */
const shared = 'app.bsky.'

/** The lexicons of a client that leaves the answers to such questions to `readAnswer`. */
const tolerant = Object.create(lexicons, {
  assertValidXrpcOutput: {
    value(method: string, body: unknown): unknown {
      const isLeft = method.startsWith(shared) && lexicons.getDefOrThrow(method).type === 'query'
      return isLeft ? body : lexicons.assertValidXrpcOutput(method, body)
    },
  },
})

/** Whoever asks must send a request; one agent does for many requests, because making one takes 16 ms. */
export class UpstreamAgent extends Agent {
  readonly #options: Options
  /** Bodies as they came, by the signal of their request, to be kept once they have proven good. */
  readonly #bodies: WeakMap<AbortSignal, Uint8Array>
  #asked = 0

  constructor(options: Options) {
    const bodies = new WeakMap<AbortSignal, Uint8Array>()
    const fetchHandler = async (path: string, init: RequestInit): Promise<Response> => {
      const response = await options.fetchHandler(path, init)
      const isRead = init.method?.toUpperCase() === 'GET' && path.startsWith(`/xrpc/${shared}`)
      if (!init.signal || !response.ok || !isRead) return response
      bodies.set(init.signal, await response.bytes())
      // The client would take it apart, and refuse the whole for one view in it.
      return new Response(null)
    }
    super({ ...(options.who === undefined ? {} : { did: options.who }), fetchHandler })
    this.#options = options
    this.#bodies = bodies
    // The client parses all lexicons for each agent, 190 kB of them. They are the same for all.
    Reflect.set(this, 'lex', tolerant)
  }

  /** The server that is asked. */
  get host(): string {
    return this.#options.host
  }

  override async call(...[method, params, data, opts]: Parameters<Call>): Promise<Answer> {
    const { upstream, who, host } = this.#options
    const send = async (signal: AbortSignal | undefined): Promise<Answer> => {
      const since = performance.now()
      let outcome = '200'
      try {
        return await super.call(method, params, data, signal ? { ...opts, signal } : opts)
      } catch (error) {
        outcome = outcomeOf(error)
        throw this.unwrap(error)
      } finally {
        upstream.note(method, outcome, performance.now() - since)
      }
    }
    if (lexicons.getDefOrThrow(method, ['query', 'procedure']).type !== 'query') {
      upstream.noteWrite(who)
      return send(undefined).finally(() => upstream.noteWrite(who))
    }
    // A person's own server is asked as often as the code asks it: com.atproto.* may be the other half of a write.
    const isShared = method.startsWith(shared)
    const labelers = this.labelers.join()
    const text = JSON.stringify([method, params, labelers, opts?.headers, ...(isShared ? [] : [this.#asked++])])
    const read = (bytes: Uint8Array): Answer => {
      return { success: true, headers: {}, data: readAnswer(method, new TextDecoder().decode(bytes)) }
    }
    return upstream.ask({
      who,
      host: isShared ? `${host} for app.bsky` : host,
      method,
      text,
      read,
      send: async (signal) => {
        const answer = await send(signal)
        const bytes = this.#bodies.get(signal)
        this.#bodies.delete(signal)
        return { answer: bytes ? read(bytes) : answer, bytes }
      },
    })
  }

  /** What to throw in the place of `error`, which the client has wrapped. */
  protected unwrap(error: unknown): unknown {
    return error
  }
}

/** The status of an answer that is an error; `none` where there was no answer. The client calls that 1 and 2. */
function outcomeOf(error: unknown): string {
  const status = error instanceof XRPCError ? Number(error.status) : 0
  return status >= 100 ? String(status) : 'none'
}
