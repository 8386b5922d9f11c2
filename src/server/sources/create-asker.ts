// Asks other servers on behalf of nobody: a few questions at a time, patient with who is busy, never with a token.
import { setTimeout as pause } from 'node:timers/promises'

/** Why a server gave no answer. `status` is 0 when it could not be reached; `name` is the XRPC error, if it said one. */
export class AskFailure extends Error {
  readonly status: number
  readonly errorName: string
  constructor(status: number, errorName: string, options?: ErrorOptions) {
    super(status === 0 ? 'The server cannot be reached.' : `The server answered ${status} ${errorName}`.trim(), options)
    this.name = 'AskFailure'
    this.status = status
    this.errorName = errorName
  }
  /** Whether the same question may be answered later. */
  get mayPass(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

type Params = Record<string, string | number | string[] | undefined>
export type Asker = {
  /** The JSON that `nsid` answers; hostile. @throws AskFailure */
  json: (origin: string, nsid: string, params: Params) => Promise<unknown>
  /** The bytes that `nsid` answers. @throws AskFailure */
  bytes: (origin: string, nsid: string, params: Params) => Promise<Uint8Array>
}

type Options = {
  fetch: (url: string) => Promise<Response>
  signal: AbortSignal
  /** First wait before a question is asked again, in ms; it grows fourfold. */
  backOff?: number
}

/** Questions at a time: in all, to one server; tries of one question; longest that a server may make us wait (ms). */
const bounds = { atOnce: 6, aHost: 2, tries: 3, longest: 60_000 }

/** Makes what asks. Everybody in this process shares its bounds. */
export function createAsker({ fetch, signal, backOff = 1000 }: Options): Asker {
  const everywhere = createTurns(bounds.atOnce)
  const hosts = new Map<string, ReturnType<typeof createTurns>>()
  /** Until when (ms) a server has asked to be left alone. */
  const resting = new Map<string, number>()

  async function ask<T>(origin: string, nsid: string, params: Params, read: (answer: Response) => Promise<T>) {
    const turns = hosts.get(origin) ?? createTurns(bounds.aHost)
    hosts.set(origin, turns)
    const address = addressOf(origin, nsid, params)
    try {
      return await turns.run(() => askPatiently(origin, address, read))
    } finally {
      if (turns.idle) hosts.delete(origin)
    }
  }

  async function askPatiently<T>(origin: string, address: string, read: (answer: Response) => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      const rest = (resting.get(origin) ?? 0) - Date.now()
      if (rest > 0) await pause(rest, undefined, { signal })
      else resting.delete(origin)
      signal.throwIfAborted()
      try {
        return await everywhere.run(() => askOnce(origin, address, read))
      } catch (error) {
        if (!(error instanceof AskFailure) || !error.mayPass || tries >= bounds.tries) throw error
        await pause(backOff * 4 ** (tries - 1) * (0.5 + Math.random() / 2), undefined, { signal })
      }
    }
  }

  async function askOnce<T>(origin: string, address: string, read: (answer: Response) => Promise<T>): Promise<T> {
    try {
      const answer = await orAbort(fetch(address))
      if (answer.ok) return await orAbort(read(answer))
      if (answer.status === 429 || answer.status === 503) noteRest(origin, answer.headers)
      const body: unknown = await answer.json().catch(() => undefined)
      const name = typeof body === 'object' && body !== null && 'error' in body ? String(body.error).slice(0, 100) : ''
      throw new AskFailure(answer.status, name)
    } catch (cause) {
      signal.throwIfAborted()
      throw cause instanceof AskFailure ? cause : new AskFailure(0, '', { cause })
    }
  }

  /** Whoever stops need not wait for a server that does not answer. */
  async function orAbort<T>(work: Promise<T>): Promise<T> {
    const ended = Promise.withResolvers<never>()
    const end = () => ended.reject(signal.reason)
    signal.addEventListener('abort', end, { once: true })
    try {
      return await Promise.race([work, ended.promise])
    } finally {
      signal.removeEventListener('abort', end)
    }
  }

  function noteRest(origin: string, headers: Headers): void {
    const seconds = Number(headers.get('retry-after') ?? '0')
    if (seconds > 0) resting.set(origin, Date.now() + Math.min(bounds.longest, seconds * 1000))
  }

  return {
    json: (origin, nsid, params) => ask(origin, nsid, params, (answer) => answer.json()),
    bytes: (origin, nsid, params) =>
      ask(origin, nsid, params, async (answer) => new Uint8Array(await answer.arrayBuffer())),
  }
}

function addressOf(origin: string, nsid: string, params: Params): string {
  const address = new URL(`/xrpc/${nsid}`, origin)
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) address.searchParams.append(name, String(one))
    }
  }
  return address.href
}

/** At most `count` at a time, in the order they came. */
function createTurns(count: number) {
  const waiting: (() => void)[] = []
  let running = 0
  return {
    get idle() {
      return running === 0
    },
    async run<T>(work: () => Promise<T>): Promise<T> {
      if (running < count) running++
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else running--
      }
    },
  }
}
