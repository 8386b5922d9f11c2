// The whole demo: build, network, seed, SkyPanel, ticker; and the way back.
import type { Account } from './account.ts'
import { buildSkyPanel } from './build-skypanel.ts'
import { choosePort } from './choose-port.ts'
import { type DemoNetwork, startNetwork } from './network.ts'
import { openFeeds } from './open-feeds.ts'
import { type Seeded, seedNetwork } from './seed/seed-network.ts'
import { type SkyPanel, startSkyPanel } from './start-skypanel.ts'
import { startTicker } from './ticker.ts'

export type Demo = {
  skypanel: SkyPanel
  network: DemoNetwork
  accounts: Account[]
  seeded: Seeded
}
export type DemoRequest = {
  port: number
  /** Whether people go on posting. */
  ticking: boolean
  say: (line: string) => void
  signal: AbortSignal
}

/**
 * Starts everything, gives it to `use`, and ends everything when `use` is done, fails, or `signal` is aborted, at
 * whichever moment. Throws what went wrong.
 */
export async function runDemo(request: DemoRequest, use: (demo: Demo) => Promise<void>): Promise<void> {
  const { say, signal } = request
  const closers: (() => Promise<unknown>)[] = []
  try {
    const [, { network, seeded }] = await settleBoth(buildSkyPanel(say, signal), startSeeded(request, closers))
    const port = await choosePort(request.port)
    if (port !== request.port) say(`skypanel: port ${request.port} is taken, using ${port}`)
    const skypanel = await startSkyPanel(network, port, (line) => say(`skypanel: ${line}`), signal)
    closers.push(skypanel.close)
    if (request.ticking) {
      const [first] = seeded.accounts
      if (first) await openFeeds(skypanel.url, first, signal)
      const ticker = startTicker(seeded, { onError: (error) => say(`ticker: stopped, ${error}`) })
      closers.push(ticker.stop)
    }
    signal.throwIfAborted()
    await use({ skypanel, network, seeded, accounts: seeded.accounts })
  } finally {
    for (const close of closers.reverse()) await close()
  }
}

async function startSeeded({ say, signal }: DemoRequest, closers: (() => Promise<unknown>)[]) {
  const started = Date.now()
  say('network: PostgreSQL, PLC, PDS, AppView')
  const network = await startNetwork({ signal })
  closers.push(network.close)
  say(`network: up after ${seconds(started)} s`)
  const stop = () => void network.close()
  signal.addEventListener('abort', stop, { once: true })
  const seedStarted = Date.now()
  const seeded = await seedNetwork(network, (line) => say(`seed: ${line}`)).catch((error) => {
    signal.throwIfAborted()
    throw error
  })
  signal.removeEventListener('abort', stop)
  say(`seed: done in ${seconds(seedStarted)} s`)
  return { network, seeded }
}

/** Like Promise.all, but waits for the other when one fails, so that what it started can be ended. */
async function settleBoth<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  const [a, b] = await Promise.allSettled([first, second])
  if (a.status === 'rejected') throw a.reason
  if (b.status === 'rejected') throw b.reason
  return [a.value, b.value]
}

export function seconds(since: number): string {
  return ((Date.now() - since) / 1000).toFixed(1)
}
