// One message to one browser, by way of its push service (RFC 8030), readable to nobody on the way (RFC 8291).
import { createHash } from 'node:crypto'
import { createGuardedFetch } from '../atproto/guarded-fetch.ts'
import type { Config } from '../config.ts'
import type { PushTarget } from './push-target.ts'
import type { VapidKeys } from './vapid-keys.ts'

/** What the service worker shows (public/sw.js). `url` is a path of ours; messages of one `tag` replace each other. */
export type PushMessage = { title: string; body: string; url: string; tag: string; at: number; lang?: string }

/** `gone`: the browser wants nothing more. `busy`: later it may be taken, in `retryAfter` ms if the service says so. */
export type PushResult =
  | { outcome: 'taken' }
  | { outcome: 'gone' }
  | { outcome: 'busy' | 'refused'; why: string; retryAfter?: number }

/** Push services keep a message for a browser that sleeps, in s. What is older is no news. */
const lifetime = 12 * 3600
/** A push service answers with a few words, in ms and bytes. */
const bounds = { bytes: 64 * 1024, milliseconds: 10_000 }
/** Of a text, so that a message stays under the 4 kB that a push service has to take. */
const longest = 300

export type SendPush = (target: PushTarget, message: PushMessage) => Promise<PushResult>

/** Makes what sends. Push services are asked like every host that somebody else chose: no private addresses. */
export function createSendPush(config: Config, keys: VapidKeys): SendPush {
  const send = createGuardedFetch(config, bounds)
  const { origin, hostname, protocol } = config.publicUrl
  const subject = protocol === 'https:' ? origin : `mailto:postmaster@${hostname}`

  return async ({ endpoint, p256dh, auth }, message) => {
    // Few boxes have somebody to tell in every hour: it is loaded with the first message.
    const { default: webPush } = await import('web-push')
    const payload = JSON.stringify({ ...message, title: cut(message.title), body: cut(message.body) })
    const { headers, body } = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, payload, {
      vapidDetails: { subject, ...keys },
      TTL: lifetime,
      contentEncoding: 'aes128gcm',
      topic: createHash('sha256').update(message.tag).digest('base64url').slice(0, 32),
    })
    const { 'Content-Length': _, ...sent } = headers as Record<string, string | number>
    try {
      const answer = await send(endpoint, {
        method: 'POST',
        headers: Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, String(value)])),
        body: new Uint8Array(body ?? []),
        redirect: 'error',
      })
      await answer.body?.cancel()
      return judge(answer)
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
      return { outcome: 'busy', why: cause instanceof Error ? cause.message : 'no answer' }
    }
  }
}

/** RFC 8030, sections 5 and 8.4. */
function judge({ status, ok, headers }: Response): PushResult {
  if (ok) return { outcome: 'taken' }
  if (status === 404 || status === 410) return { outcome: 'gone' }
  const why = `the push service answered ${status}`
  const seconds = Number(headers.get('retry-after'))
  const retryAfter = Number.isFinite(seconds) && seconds > 0 ? { retryAfter: seconds * 1000 } : {}
  return { outcome: status === 429 || status >= 500 ? 'busy' : 'refused', why, ...retryAfter }
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text
}
