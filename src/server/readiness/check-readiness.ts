// Whether this box can do its work: what /readyz says, to whomever asks.
import { statfs } from 'node:fs/promises'
import { listWritten } from '#db/migrate.ts'
import { readNewestMigration } from '#db/queries/box-counts.ts'
import type { WebContext } from '../context.ts'
import { askStream } from '../metrics/stream-state.ts'

export type CheckName = 'database' | 'migrations' | 'ingest' | 'upstream' | 'disk'
/** `says` is a sentence for people; it holds nothing that a stranger should not know. */
export type Check = { ok: boolean; says: string }
export type Readiness = { ready: boolean; checkedAt: number; checks: Record<CheckName, Check> }

/** The firehose may be so far behind (ms). */
const mostLag = 10 * 60_000
/** Bytes on the disk below which nothing can be written soon. */
const leastRoom = 200_000_000
/** Others are asked at most so often (ms), and wait so long (ms). */
const upstreamTtl = 30_000
const readinessTtl = 2000
const patience = 3000

const databases = ['main', 'cache', 'index'] as const

/** Looks at everything, side by side. Whoever asks within two seconds gets the same answer. */
export function checkReadiness(ctx: WebContext): Promise<Readiness> {
  return ctx.memory.recall('readiness', readinessTtl, async () => {
    const [database, migrations, ingest, upstream, disk] = await Promise.all([
      checkDatabases(ctx),
      checkMigrations(ctx),
      checkIngest(ctx),
      ctx.memory.recall('readiness upstream', upstreamTtl, () => checkUpstream(ctx)),
      checkDisk(ctx.config.dataDir),
    ])
    const checks = { database, migrations, ingest, upstream, disk }
    return { ready: Object.values(checks).every(({ ok }) => ok), checkedAt: ctx.now(), checks }
  })
}

async function checkDatabases(ctx: WebContext): Promise<Check> {
  for (const name of databases) {
    const answer = await readNewestMigration(ctx[name]).catch(() => false)
    if (answer === false) return { ok: false, says: `${name}.db cannot be read.` }
  }
  return { ok: true, says: 'All three can be read.' }
}

async function checkMigrations(ctx: WebContext): Promise<Check> {
  for (const name of databases) {
    const newest = listWritten({ name, folder: ctx.config.paths.migrations }).at(-1)
    const applied = await readNewestMigration(ctx[name]).catch(() => undefined)
    if (applied !== newest) return { ok: false, says: `${name}.db is not at ${newest}.` }
  }
  return { ok: true, says: 'All applied.' }
}

async function checkIngest(ctx: WebContext): Promise<Check> {
  const stream = await askStream(ctx.config)
  if (!stream) return { ok: false, says: 'The process that follows the firehose does not answer.' }
  if (!stream.isConnected) return { ok: false, says: 'It is not connected to the firehose.' }
  const lag = stream.lag ?? 0
  if (lag > mostLag) return { ok: false, says: `It is ${Math.round(lag / 60_000)} minutes behind.` }
  return { ok: true, says: stream.lag === undefined ? 'Connected.' : `${(lag / 1000).toFixed(1)} s behind.` }
}

/** Any answer is one: who is asked for its health may not have that page. */
async function checkUpstream({ config }: WebContext): Promise<Check> {
  try {
    const { status } = await fetch(new URL('/xrpc/_health', config.appviewUrl), {
      signal: AbortSignal.timeout(patience),
    })
    return status < 500
      ? { ok: true, says: 'The AppView answers.' }
      : { ok: false, says: `The AppView answers ${status}.` }
  } catch {
    return { ok: false, says: 'The AppView does not answer.' }
  }
}

async function checkDisk(dataDir: string): Promise<Check> {
  const { bavail, bsize } = await statfs(dataDir)
  return bavail * bsize >= leastRoom
    ? { ok: true, says: 'There is room.' }
    : { ok: false, says: 'The disk is nearly full.' }
}
