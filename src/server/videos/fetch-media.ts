// Asks a server for a video, or a part of one, within bounds.
import { AppError } from '../app-error.ts'
import { createGuardedFetch } from '../atproto/guarded-fetch.ts'
import type { Config } from '../config.ts'

/** app.bsky.embed.video takes 300 MB; whoever pauses comes back with a range. */
const bounds = { bytes: 320 * 1024 * 1024, milliseconds: 10 * 60_000 }
/** How long a server may think before it answers, in ms. */
const patience = 12_000
const mostRedirects = 3

export type FetchMedia = (
  url: URL,
  options: {
    /** The `Range` header of the reader. */
    range?: string | undefined
    /** Where a redirect may lead; nowhere unless told. */
    mayLeadTo?: (url: string) => boolean
    signal: AbortSignal
  },
) => Promise<{ response: Response; url: URL }>

/**
 * Makes a function that answers with what the server sends, 200 or 206, and where it was found.
 * @throws AppError, from the function, 404 when there is nothing, 416 for a range that is none, 502 when the server fails
 */
export function createFetchMedia(config: Pick<Config, 'allowPrivateNetwork'>): FetchMedia {
  const fetch = createGuardedFetch(config, bounds)
  return async (start, { range, mayLeadTo = () => false, signal }) => {
    let url = start
    for (let hops = 0; hops <= mostRedirects; hops += 1) {
      const response = await ask(fetch, url, range, signal)
      const location = response.headers.get('location')
      if (response.status === 200 || response.status === 206) return { response, url }
      await response.body?.cancel()
      if (response.status === 416) throw new AppError(416, 'There is no such part of this video.')
      if ([400, 404, 410].includes(response.status)) throw new AppError(404, 'This video is gone.')
      if (!location || !URL.canParse(location, url.href) || !mayLeadTo(new URL(location, url).href)) break
      url = new URL(location, url)
    }
    throw new AppError(502, 'Its server did not send this video.')
  }
}

async function ask(fetch: typeof globalThis.fetch, url: URL, range: string | undefined, signal: AbortSignal) {
  const waiting = new AbortController()
  const timer = setTimeout(() => waiting.abort(), patience)
  try {
    return await fetch(url, {
      redirect: 'manual',
      headers: { 'accept-encoding': 'identity', ...(range ? { range } : {}) },
      signal: AbortSignal.any([signal, waiting.signal]),
    })
  } catch (cause) {
    throw new AppError(502, 'Its server did not send this video.', { cause })
  } finally {
    clearTimeout(timer)
  }
}

/**
 * The text of a small answer.
 * @throws AppError 502 when it is longer than `most` characters
 */
export async function readText(response: Response, most: number): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > most) throw new AppError(502, 'Its server sent too much.')
  }
  return text + decoder.decode()
}
