// One way to follow a firehose, in a process of its own: told by ingest-way.ts how far to go, answers with what it took.
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { readCursor } from '#db/queries/firehose.ts'
import { readConfig } from '#server/config.ts'
import type { Context } from '#server/context.ts'
import { createLog } from '#server/create-log.ts'
import { createStreamContext } from '#server/create-stream-context.ts'
import { followFirehose } from '#server/ingest/follow-firehose.ts'
import { createIdentities } from '#server/ingest/identities.ts'
import { readEvent } from '#server/ingest/read-event.ts'
import { readPeeked } from '#server/ingest/read-frame.ts'
import { createDidResolver } from '#server/ingest/resolve-did.ts'
import { startIngest } from '#server/ingest/start-ingest.ts'
import { verifyCommit } from '#server/ingest/verify-commit.ts'
import { until } from '../tests/ingest/ingest-harness.ts'

/** `reach`: until everything up to this frame is written. */
export type Follower = { reach: (seq: number) => Promise<void>; lost: () => number }
/** Of the process, from the order to the last row. */
export type Took = { cpuMs: number; wallMs: number; rssMb: number; lost: number; posts: number }

const [way = ''] = process.argv.slice(2)
const config = readConfig()
const ctx = await createStreamContext(config, createLog(config, 'bench'))
const follower = await follow()
/** `PROFILE=DIR` writes what is profiled of the slices that count: not of loading and compiling. */
const profiler = process.env.PROFILE ? new Session() : undefined
profiler?.connect()
let slice = 0
process.on('message', async ({ until: seq }: { until: number }) => {
  if (slice++ === 1) await profiler?.post('Profiler.enable').then(() => profiler.post('Profiler.start'))
  const [cpu, began] = [process.cpuUsage(), performance.now()]
  process.send?.('ready')
  await follower.reach(seq)
  const { user, system } = process.cpuUsage(cpu)
  const wallMs = performance.now() - began
  const [row] = (await ctx.index.$client.execute('SELECT count(*) AS posts FROM indexed_posts')).rows
  const rssMb = process.memoryUsage.rss() / 1e6
  const took: Took = { cpuMs: (user + system) / 1000, wallMs, rssMb, lost: follower.lost(), posts: Number(row?.posts) }
  process.send?.(took)
})
process.on('disconnect', async () => {
  const found = await profiler?.post('Profiler.stop')
  if (found) writeFileSync(`${process.env.PROFILE}/${way}-${process.pid}.cpuprofile`, JSON.stringify(found.profile))
  process.exit()
})
process.send?.('ready')

async function follow(): Promise<Follower> {
  if (way === 'skypanel') return followOurs(ctx)
  if (way === 'skypanel-all') return both(await followOurs(ctx), verifyAll(ctx))
  // Loaded only by those who are measured with it.
  return (await import('./ingest-peer.ts')).followTheirs(ctx, way)
}

async function followOurs(ctx: Context): Promise<Follower> {
  const { look } = await startIngest(ctx, () => {})
  const { source } = look()
  return {
    lost: () => 0,
    async reach(seq) {
      await until(
        () => readCursor(ctx.index, source),
        (cursor) => cursor === seq,
      )
    },
  }
}

/** Beside the rest, over a connection of its own: signature and identity of every commit. */
function verifyAll({ log }: Context): Follower {
  const { signal } = new AbortController()
  const identities = createIdentities({ resolve: createDidResolver(config), now: Date.now, signal })
  let [verified, lost, waiting] = [0, 0, 0]
  followFirehose({
    ...{ relayUrl: config.relayUrl, log, signal, cursor: 0 },
    submit(received) {
      const { frame } = readPeeked(received)
      const event = frame && 'body' in frame ? readEvent(frame) : undefined
      if (event?.kind !== 'commit') return
      waiting++
      verifyCommit(identities, event)
        .catch(() => lost++)
        .finally(() => {
          waiting--
          verified = Math.max(verified, event.seq)
        })
    },
    isFull: () => false,
    onOversized: () => {},
    onGap: () => {},
    onBegin: () => {},
    startOver: async () => {},
  })
  return {
    lost: () => lost,
    async reach(seq) {
      await until(
        () => verified,
        (highest) => highest === seq && waiting === 0,
      )
    },
  }
}

function both(one: Follower, other: Follower): Follower {
  return {
    lost: () => one.lost() + other.lost(),
    reach: async (seq) => void (await Promise.all([one.reach(seq), other.reach(seq)])),
  }
}
