// A page's socket to /live, for the check of the demo.
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocket } from 'ws'

/** How long to wait for each thing. How soon it must come is for the browser's tests: a machine may be slow. */
const patience = 60_000

/**
 * Subscribes to `topic`, asking again while the stream has not yet learned of it. `message` resolves with the next
 * message on it. Both throw when they have waited for too long.
 */
export async function awaitLive(url: string, topic: string, signal: AbortSignal) {
  const within = () => ({ signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]) })
  const socket = new WebSocket(`${url.replace('http', 'ws')}/live`, { origin: url })
  const messages: string[] = []
  try {
    await once(socket, 'open', within())
    const deadline = Date.now() + patience
    while (!(await subscribe())) {
      if (Date.now() > deadline) throw new Error(`/live does not know ${topic}`)
      await delay(200, undefined, { signal })
    }
  } catch (error) {
    socket.terminate()
    throw error
  }
  socket.on('message', (data) => messages.push(String(data)))

  async function subscribe(): Promise<boolean> {
    const answered = once(socket, 'message', within())
    socket.send(JSON.stringify({ subscribe: [topic] }))
    const { subscribed } = JSON.parse(String((await answered)[0])) as { subscribed?: string[] }
    return subscribed?.includes(topic) ?? false
  }

  return {
    async message(): Promise<string> {
      try {
        if (messages.length === 0) await once(socket, 'message', within())
      } catch (cause) {
        throw new Error(`/live said nothing for ${patience / 1000} s`, { cause })
      } finally {
        socket.terminate()
      }
      return messages[0] ?? ''
    },
  }
}
