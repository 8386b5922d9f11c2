// Asks a server that somebody's link names for what lies there, hop by hop.
import { AppError } from '../app-error.ts'
import { createGuardedFetch } from '../atproto/guarded-fetch.ts'
import type { Config } from '../config.ts'

type Rules = Pick<Config, 'allowPrivateNetwork' | 'publicUrl'>
export type Bounds = { bytes: number; milliseconds: number }
export type Page = { response: Response; url: URL }

const mostRedirects = 5

/** Some servers show what is looked for here to programs of this kind only. */
const agent = 'Mozilla/5.0 (compatible; SkyPanel; link preview)'

/**
 * What lies at `start`, after at most five redirects. Every address on the way is held to the same rules: public when
 * it is connected to, http or https, and not this box. Whoever gets the answer reads or cancels its body.
 *
 * @throws AppError 422 when there is nothing to be had
 */
export async function fetchPage(rules: Rules, start: URL, accept: string, bounds: Bounds): Promise<Page> {
  const fetch = createGuardedFetch(rules, { ...bounds, allowsHttp: true })
  const signal = AbortSignal.timeout(bounds.milliseconds)
  let url = start
  for (let hops = 0; hops <= mostRedirects; hops += 1) {
    if (!/^https?:$/.test(url.protocol) || url.username || url.password) throw nothing()
    // A page of ours that made us fetch a page of ours would never end.
    if (url.host === rules.publicUrl.host) throw nothing()
    const headers = { accept, 'user-agent': agent, 'accept-language': 'en' }
    const response = await fetch(url, { redirect: 'manual', headers, signal }).catch((cause) => {
      throw nothing(cause)
    })
    const location = response.headers.get('location')
    if (response.ok) return { response, url }
    await response.body?.cancel().catch(() => undefined)
    if (response.status < 300 || response.status > 399 || !location || !URL.canParse(location, url.href))
      throw nothing()
    url = new URL(location, url)
  }
  throw nothing()
}

function nothing(cause?: unknown): AppError {
  return new AppError(422, 'Nothing could be read there.', { cause })
}
