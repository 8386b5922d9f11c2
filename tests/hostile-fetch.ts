// Loaded into `web` before anything else (NODE_OPTIONS=--import): what it asks of other servers fails in the mood that
// the file MOOD_FILE names. For what a proxy cannot stand before: requests that are signed for the host they go to.
import { readFileSync } from 'node:fs'

const { fetch } = globalThis
const answers: Record<string, () => Response> = {
  fail: () => Response.json({ error: 'InternalServerError', message: 'Internal Server Error' }, { status: 500 }),
  pause: () => Response.json({ error: 'RateLimitExceeded' }, { status: 429, headers: { 'retry-after': '2' } }),
  nonsense: () => new Response('<html>{"feed":[', { headers: { 'content-type': 'application/json' } }),
}

globalThis.fetch = async (input, init) => {
  const mood = readFileSync(process.env.MOOD_FILE ?? '', 'utf8')
  const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined)
  if (mood === 'hang') return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  return answers[mood]?.() ?? fetch(input, init)
}
