// The child process that holds the demo network: PostgreSQL, PLC, PDS and (mode `full`) AppView and Ozone. One process
// of its own, so that ending it frees every port, whichever step it had reached. Driven by network.ts over IPC.
import { rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestNetwork, TestNetworkNoAppView } from '@atproto/dev-env'
import { startFeedService } from './feeds/feed-service.ts'
import { freePort } from './free-port.ts'
import { joinDataPlane } from './join-data-plane.ts'
import { addLag } from './lag.ts'
import type { NetworkCommand, NetworkParams } from './network.ts'
import { type Postgres, startPostgres } from './postgres.ts'
import { startSearchService } from './search/search-service.ts'

const params: NetworkParams = JSON.parse(process.argv[2] ?? '{}')
const services = join(params.folder, 'services')
let postgres: Postgres | undefined
let network: TestNetwork | TestNetworkNoAppView | undefined
let stopping = false

function say(message: object): void {
  if (process.connected) process.send?.(message)
}

/** Ends everything: the services' ports go with this process. */
async function stop(code: number): Promise<void> {
  if (stopping) return
  stopping = true
  await postgres?.stop()
  rmSync(params.folder, { recursive: true, force: true, maxRetries: 5 })
  process.exit(code)
}

function fail(error: unknown): void {
  if (stopping) return
  say({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  void stop(1)
}

async function choosePorts() {
  const { plcPort, pdsPort } = params
  return { plc: { port: plcPort ?? (await freePort()) }, pds: { port: pdsPort ?? (await freePort()) } }
}

async function startFull(): Promise<void> {
  const [{ TestNetwork }, server] = await Promise.all([
    import('@atproto/dev-env'),
    startPostgres(join(params.folder, 'postgres')),
  ])
  postgres = server
  const appviewPort = params.appviewPort ?? (await freePort())
  const database = () => (network as TestNetwork | undefined)?.bsky.db
  const [searchUrl, feedsDid] = await Promise.all([startSearchService(database), startFeedService(database)])
  const full = await TestNetwork.create({
    dbPostgresUrl: server.url,
    dbPostgresSchema: 'demo',
    ...(await choosePorts()),
    ozone: { port: await freePort() },
    bsky: {
      port: appviewPort,
      searchUrl,
      irisUrl: searchUrl,
      suggestionsUrl: searchUrl,
      publicUrl: `http://localhost:${appviewPort}`,
      // There is no video service here: addresses that nobody asks, instead of some of the AppView that fail.
      videoPlaylistUrlPattern: 'https://video.invalid/%s/%s/playlist.m3u8',
      videoThumbnailUrlPattern: 'https://video.invalid/%s/%s/thumbnail.jpg',
    },
  })
  network = full
  await joinDataPlane(full)
  addLag(full, Number(process.env.SKYPANEL_TEST_LAG ?? 0))
  countInTurn(full)
  say({
    ready: {
      pdsUrl: full.pds.url,
      plcUrl: full.plc.url,
      appviewUrl: full.bsky.url,
      appviewDid: full.bsky.ctx.cfg.serverDid,
      modServiceDid: full.ozone.ctx.cfg.service.did,
      feedsDid,
    },
  })
}

/** Two counts of the same likes at once may end with the older one, for good: dev-env's AppView counts all at once. */
function countInTurn({ bsky }: TestNetwork): void {
  const { background } = bsky.sub
  const add = background.add.bind(background)
  let last = Promise.resolve()
  background.add = (task) =>
    add((...given) => {
      last = last.catch(() => undefined).then(() => task(...given))
      return last
    })
}

async function startPdsOnly(): Promise<void> {
  const { TestNetworkNoAppView } = await import('@atproto/dev-env')
  network = await TestNetworkNoAppView.create(await choosePorts())
  say({ ready: { pdsUrl: network.pds.url, plcUrl: network.plc.url } })
}

/** The labels that a labeler would have sent: dev-env's AppView subscribes to none, so they go to its table. */
async function addLabels(labels: { src: string; uri: string; cid: string; val: string }[]): Promise<void> {
  const { db } = (network as TestNetwork).bsky
  const cts = new Date().toISOString()
  await db.db
    .insertInto('label')
    .values(labels.map((label) => ({ ...label, cts, neg: false })))
    .execute()
}

/** Which verifiers count, an AppView's operator says: there is no record for it. */
async function trust(did: string): Promise<void> {
  const { db } = (network as TestNetwork).bsky
  await db.db.updateTable('actor').set({ trustedVerifier: true }).where('did', '=', did).execute()
}

/** What an AppView's operator puts in front of people. */
async function suggest(feeds: string[], follows: string[]): Promise<void> {
  const { db } = (network as TestNetwork).bsky
  await db.db
    .insertInto('suggested_feed')
    .values(feeds.map((uri, index) => ({ uri, order: index + 1 })))
    .execute()
  await db.db
    .insertInto('suggested_follow')
    .values(follows.map((did, index) => ({ did, order: index + 1 })))
    .execute()
}

async function run(command: NetworkCommand): Promise<void> {
  if (command.do === 'settle') await (network as TestNetwork).processAll(180_000)
  else if (command.do === 'trust') await trust(command.did)
  else if (command.do === 'suggest') await suggest(command.feeds, command.follows)
  else await addLabels(command.labels)
}

process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)
process.on('disconnect', () => void stop(0)) // our parent has gone, however it went
process.on('SIGTERM', () => void stop(0))
process.on('message', (command: NetworkCommand | { do: 'stop' }) => {
  if (command.do === 'stop') return void stop(0)
  run(command).then(
    () => say({ done: command.id }),
    (error) => say({ done: command.id, error: String(error) }),
  )
})

try {
  await mkdir(services)
  process.env.TMPDIR = services
  await (params.mode === 'full' ? startFull() : startPdsOnly())
} catch (error) {
  fail(error)
}
