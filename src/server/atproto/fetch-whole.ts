// `fetch` for answers that are read whole. Its bounds are held while the one stream is read that every answer has: the
// guarded one puts another around it for each bound, which costs more than what a page does with the answer.
import {
  checkForbiddenDomainNamePolicy,
  checkProtocolPolicy,
  checkUnicastPolicy,
  DEFAULT_FORBIDDEN_DOMAIN_NAMES,
  safeDispatchFetchWrap,
  unicastLookup,
} from '@atproto-labs/fetch-node'
import type { Config } from '../config.ts'

type Fetch = typeof globalThis.fetch
type Bytes = Uint8Array<ArrayBuffer>
type Bounds = { bytes: number; milliseconds: number }

/**
 * Makes a `fetch` by the rules of `createGuardedFetch`, whose answers are complete.
 * @throws TypeError from the returned function for what it refuses, and for what is too large
 */
export function createWholeFetch({ allowPrivateNetwork }: Pick<Config, 'allowPrivateNetwork'>, bounds: Bounds): Fetch {
  const protocols = { 'http:': allowPrivateNetwork, 'https:': true }
  const forbidden = new Set(DEFAULT_FORBIDDEN_DOMAIN_NAMES)
  const checkUrl = (url: URL) =>
    checkProtocolPolicy(url, protocols) ??
    checkForbiddenDomainNamePolicy(url, forbidden) ??
    (allowPrivateNetwork ? undefined : checkUnicastPolicy(url))
  const lookup = allowPrivateNetwork ? undefined : unicastLookup
  // It holds each hop to the same rules, and what a name resolves to.
  const send = safeDispatchFetchWrap({ fetch: globalThis.fetch, checkUrl, lookup }) as Fetch

  return async (input, init) => {
    const reason = checkUrl(new URL(input instanceof Request ? input.url : input))
    if (reason) throw new TypeError(`not fetched: ${reason}`)
    const given = init?.signal ?? (input instanceof Request ? input.signal : undefined)
    const end = new AbortController()
    const timer = setTimeout(() => end.abort(), bounds.milliseconds)
    // AbortSignal.any would keep all of this until the next large collection.
    const pass = () => end.abort(given?.reason)
    given?.addEventListener('abort', pass)
    if (given?.aborted) pass()
    try {
      const response = await send(input, { ...init, signal: end.signal })
      return new WholeResponse(response, await readBytes(response, bounds.bytes))
    } finally {
      clearTimeout(timer)
      given?.removeEventListener('abort', pass)
    }
  }
}

async function readBytes({ body }: Response, most: number): Promise<Bytes> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body ?? []) {
    length += chunk.length
    if (length > most) throw new TypeError(`more than ${most} bytes`)
    chunks.push(chunk)
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** What was answered, with its body at hand: whoever reads it gets the very bytes. It has no stream. */
class WholeResponse extends Response {
  readonly #source: Response
  readonly #bytes: Bytes

  constructor(source: Response, bytes: Bytes) {
    const { status, statusText, headers } = source
    super(null, { status, statusText, headers })
    this.#source = source
    this.#bytes = bytes
  }
  override get url() {
    return this.#source.url
  }
  override get redirected() {
    return this.#source.redirected
  }
  override async bytes() {
    return this.#bytes
  }
  override async arrayBuffer() {
    return this.#bytes.buffer
  }
  override async text() {
    return new TextDecoder().decode(this.#bytes)
  }
  override async json() {
    return JSON.parse(await this.text())
  }
  override clone() {
    return new WholeResponse(this.#source, this.#bytes)
  }
}
