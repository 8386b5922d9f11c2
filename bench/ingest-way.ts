// A way to follow a firehose that is measured: its process, its data folder, its relay.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { smallHeap } from '#server/life/small-heap.ts'
import { streamSettings } from '../tests/ingest/ingest-harness.ts'
import { type Recorded, startReplayServer } from '../tests/ingest/replay-server.ts'
import type { Took } from './ingest-consumer.ts'
import type { makeFeeds } from './live-mix.ts'
import { prepareFeeds } from './prepare-feeds.ts'

export type Way = { name: string; way: string; settings?: NodeJS.ProcessEnv }
export type RunningWay = Awaited<ReturnType<typeof startWay>>

/** Ours runs as the supervisor runs `stream`, the library as Node runs it. */
export async function startWay({ name, way, settings = {} }: Way, plc: string, feeds: ReturnType<typeof makeFeeds>) {
  const dataDir = mkdtempSync(join(tmpdir(), 'skypanel-bench-'))
  const relay = await startReplayServer({ pace: 200 })
  const env = { ...streamSettings(dataDir, relay.url, plc), ...settings }
  await prepareFeeds(dataDir, env, feeds)
  const isOurs = way.startsWith('skypanel')
  const child = fork(join(import.meta.dirname, 'ingest-consumer.ts'), [way], {
    env: { ...process.env, ...env, ...(isOurs ? smallHeap.environment : {}) },
    execArgv: isOurs ? smallHeap.flags : [],
  })
  await answer(child, way)
  const slices: (Took & { events: number })[] = []
  return {
    name,
    way,
    slices,
    /** Lets it follow `frames`, and notes what they took. */
    async take(frames: Recorded[]): Promise<Took> {
      child.send({ until: frames.at(-1)?.seq })
      await answer(child, way)
      relay.add(...frames)
      const took = (await answer(child, way)) as Took
      slices.push({ ...took, events: frames.length })
      return took
    },
    async stop(): Promise<void> {
      child.disconnect()
      await once(child, 'exit')
      await relay.close()
      rmSync(dataDir, { recursive: true })
    },
  }
}

function answer(child: ChildProcess, way: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (code: number | null) => reject(new Error(`${way} ended with ${code}`))
    child.once('exit', fail)
    child.once('message', (message) => {
      child.off('exit', fail)
      resolve(message)
    })
  })
}
