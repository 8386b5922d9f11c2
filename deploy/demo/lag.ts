// A network that is late, for tests: SKYPANEL_TEST_LAG is the most that indexing, and in a quarter of it each answer,
// takes longer. What is written in one repository keeps its order, as on the real network; nothing else does.
import type { Server } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { TestNetwork } from '@atproto/dev-env'

type Handler = () => Promise<void>
type Runner = { trackEvent(did: string, seq: number, handler: Handler): Promise<void> }
type BsyncHandlers = Record<string, (operations: unknown[]) => Promise<void>>

/** Makes `network` up to `most` ms late from now on; 0 leaves it as it is. It has to be running. */
export function addLag({ bsky, pds }: TestNetwork, most: number): void {
  if (most === 0) return
  const lateness = () => Math.random() * most
  const { runner } = (bsky.sub as unknown as { current: { runner: Runner } }).current
  const track = runner.trackEvent.bind(runner)
  runner.trackEvent = (did, seq, handler) => {
    // From its arrival on, or a long repository would add up.
    const due = Date.now() + lateness()
    return track(did, seq, async () => {
      await delay(Math.max(0, due - Date.now()))
      await handler()
    })
  }
  const { background } = bsky.sub
  const add = background.add.bind(background)
  background.add = (task) =>
    add(async (...given) => {
      await delay(lateness())
      await task(...given)
    })
  const bsync = bsky.bsyncSub as unknown as BsyncHandlers
  for (const name of ['processMuteOperations', 'processNotifOperations', 'processOperations']) {
    const handle = bsync[name]?.bind(bsync)
    bsync[name] = async (operations) => {
      if (operations.length > 0) await delay(lateness())
      await handle?.(operations)
    }
  }
  for (const server of [pds.server.server, bsky.server.server]) slowDown(server, () => lateness() / 4)
}

function slowDown(server: Server | undefined, lateness: () => number): void {
  const handlers = server?.listeners('request') ?? []
  server?.removeAllListeners('request')
  server?.on('request', (...given) => {
    setTimeout(() => {
      for (const handle of handlers) handle.apply(server, given)
    }, lateness())
  })
}
