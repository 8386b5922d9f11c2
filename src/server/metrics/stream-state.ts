// What `stream` says of itself on loopback, read by `web`.
import { z } from 'zod'
import type { Config } from '../config.ts'

const number = z.number()
const count = z.object({ queries: number, slow: number, time: number })
const run = z.object({
  name: z.string(),
  lastRunAt: number.optional(),
  nextRunAt: number.optional(),
  took: number.optional(),
  runs: number,
  failures: number,
  problem: z.string().optional(),
  note: z.string().optional(),
})

const state = z.object({
  source: z.string(),
  received: number.optional(),
  cursor: number.optional(),
  connections: number,
  queued: number,
  unfinished: number,
  unwritten: number,
  deferred: number,
  /** Frames received since it started, how far behind they are (ms; absent before the first), and when the last came. */
  events: number,
  lag: number.optional(),
  lastEventAt: number.optional(),
  isConnected: z.boolean(),
  sockets: number,
  process: z.object({ memory: number, heap: number, cpu: number, delay: number, uptime: number }),
  queries: z.object({ main: count, cache: count, index: count }),
  jobs: z.array(run).default([]),
})

export type StreamState = z.infer<typeof state>

const patience = 1500

/** Asks `stream` how it is; undefined when it does not answer. */
export async function askStream({ streamPort }: Pick<Config, 'streamPort'>): Promise<StreamState | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${streamPort}/healthz`, { signal: AbortSignal.timeout(patience) })
    return state.safeParse(await response.json()).data
  } catch {
    return undefined
  }
}
