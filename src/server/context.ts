// Config → Context: what `web` and `stream` pass down instead of module-level state.
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import type { Logger } from 'pino'
import type { CacheDatabase, IndexDatabase, MainDatabase } from '#db/client.ts'
import { observeStatements } from '#db/observe-statements.ts'
import { type AdminDesk, createAdminDesk } from './admin/create-admin-desk.ts'
import { keepOperatorKey } from './admin/operator-key.ts'
import { type ApiDesk, createApiDesk } from './api/create-api-desk.ts'
import { createKeyResolver } from './atproto/resolve-key.ts'
import { createUpstream, type Upstream } from './atproto/upstream.ts'
import { type Auth, createAuth } from './auth/create-auth.ts'
import { createIssuerKeys } from './auth/issuer-keys.ts'
import { createTokenVerifier, type TokenVerifier } from './auth/verify-service-token.ts'
import type { Config } from './config.ts'
import { createLeases, type Leases } from './create-leases.ts'
import { createMemory, type Memory } from './create-memory.ts'
import { noteSettings } from './dashboard/list-settings.ts'
import { watchDisk } from './disk/watch-disk.ts'
import { createFeedReaders, type FeedReaders } from './generator/create-feed-readers.ts'
import { createReaderRules, type ReaderRules } from './generator/create-reader-rules.ts'
import { createRequestCounts, type RequestCounts } from './generator/create-request-counts.ts'
import { createRequestNotes, type RequestNotes } from './http/request-note.ts'
import { createJobs, type Jobs } from './jobs/create-jobs.ts'
import { createMetrics, type Metrics } from './metrics/create-metrics.ts'
import { type ProcessWatch, watchProcess } from './metrics/look-at-process.ts'
import type { HitCounts } from './metrics/tallies.ts'
import { type QueryWatch, watchQueries } from './metrics/watch-queries.ts'
import { openMain, openOther, openOwned } from './open-databases.ts'
import { createPictures, type Pictures } from './pictures/create-pictures.ts'
import { createPush, type Push } from './push/create-push.ts'
import { createReadings, type Readings } from './reading.ts'
import { createAuthorItems } from './reads/author-items.ts'
import { createDeclarations } from './reads/find-hidden-authors.ts'
import { createSnapshots, type Snapshots } from './snapshots/create-snapshots.ts'
import type { Updates } from './updates/check-updates.ts'
import { createUploads, type Uploads } from './uploads/create-uploads.ts'
import { createVideos, type Videos } from './videos/create-videos.ts'
import { createDraftSync, type DraftSync } from './writes/create-draft-sync.ts'
import { createRecentActs, type RecentActs } from './writes/create-recent-acts.ts'

export type Context = {
  config: Config
  log: Logger
  main: MainDatabase
  index: IndexDatabase
  /** What was asked of the databases. */
  queries: QueryWatch
  /** What this process does again and again. */
  jobs: Jobs
  processWatch: ProcessWatch
  now: () => number
  close: () => void
}

/** `web` also has the cache, what acts for people, the memory of which service tokens were used, and of what was asked and done lately. */
export type WebContext = Context & {
  cache: CacheDatabase
  verifyToken: TokenVerifier
  memory: Memory
  /** Public pages as they were made once. */
  snapshots: Snapshots
  /** Profiles and threads as strangers get them, for seconds: many follow a link at once. */
  strangerPages: Snapshots
  /** What authors declare about being recommended, by DID: apart, so that many authors push no page out. */
  declarations: Memory
  /** What people on private lists posted, by DID. */
  authorItems: Memory
  acts: RecentActs
  /** Brings drafts to the network, not too often. */
  draftSync: DraftSync
  auth: Auth
  /** What only one `web` may do, where several share main.db. */
  leases: Leases
  /** The request that is being answered: how long it may take, and what it is called. */
  readings: Readings
  requests: RequestNotes
  metrics: Metrics
  /** Whether there is a newer version. */
  updates: Updates
  /** The settings as this process found them, as text by name. */
  settingsAtStart: Record<string, string>
  /** How often what is kept was there, by what keeps it. */
  cacheCounts: Record<string, HitCounts>
  /** What asks other servers. */
  upstream: Upstream
  pictures: Pictures
  /** Whether the disk has room for what can be had again. */
  hasRoom: () => boolean
  videos: Videos
  /** Files of what people write. */
  uploads: Uploads
  push: Push
  /** Keys of /api. */
  apiDesk: ApiDesk
  /** Links of invitations until they are shown. */
  adminDesk: AdminDesk
  /** How often feeds are asked for. */
  requestCounts: RequestCounts
  readerRules: ReaderRules
  /** Who reads personal feeds. */
  feedReaders: FeedReaders
  /** What this process sends when it asks its own feed generator from outside. */
  checkKey: string
}

/** `web` writes main.db and cache.db, and reads index.db. */
export async function createWebContext(
  config: Config,
  log: Logger,
  requests: RequestNotes = createRequestNotes(),
): Promise<WebContext> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const main = await openMain(config, log, 'web')
  const leases = createLeases(main, config.database !== undefined, Date.now)
  const cache = await openOwned(config, log, 'cache')
  const index = await openOther(config, log, 'index')
  const closing = new AbortController()
  const hasRoom = watchDisk({
    ...{ folder: config.dataDir, reserve: config.disk.reserve, log, signal: closing.signal },
    words: { full: 'caches are made small', again: 'caches are kept as before' },
    onFull: () => void pictures.giveRoom().catch((err: unknown) => log.error({ err }, 'pictures not removed')),
  })
  const pictures = createPictures({ config, cache, now: Date.now, hasRoom })
  const queries = watchQueries(log, config.slowQuery)
  observeStatements(main.$client, queries.observe('main'))
  observeStatements(cache.$client, queries.observe('cache'))
  observeStatements(index.$client, queries.observe('index'))
  const processWatch = watchProcess()
  const metrics = createMetrics()
  const close = () => {
    closing.abort()
    processWatch.stop()
    pictures.close()
    for (const db of [main, cache, index]) db.$client.close()
  }
  const keys = createIssuerKeys({ resolve: createKeyResolver(config), now: Date.now })
  const verifyToken = createTokenVerifier({ serviceDid: config.serviceDid, serviceId: 'bsky_fg', keys, now: Date.now })
  const readings = createReadings()
  const memory = createMemory(Date.now, { readings })
  const declarations = createDeclarations(Date.now, readings)
  const authorItems = createAuthorItems(Date.now)
  const acts = createRecentActs(Date.now)
  const snapshots = createSnapshots(Date.now)
  const brief = { maxBytes: 6e6, renewAfter: 5000, goodFor: 10_000, staleFor: 0 }
  const strangerPages = createSnapshots(Date.now, brief)
  const auth = await createAuth({ config, log, main, leases, now: Date.now })
  const upstream = createUpstream({
    now: Date.now,
    readings,
    patience: config.upstreamPatience,
    note: metrics.noteUpstream,
  })
  const videos = createVideos(config, auth.resolvers, Date.now)
  const uploads = createUploads({ config, main, now: Date.now })
  const push = createPush(config)
  const watching = { queries, processWatch, metrics, requests, jobs: createJobs(Date.now) }
  const known = { updates: { newest: undefined }, settingsAtStart: noteSettings() }
  const cacheCounts = { memory: memory.counts, snapshots: snapshots.counts, answers: upstream.counts }
  const shared = {
    config,
    log,
    main,
    leases,
    cache,
    index,
    now: Date.now,
    close,
    readings,
    upstream,
    ...watching,
    ...known,
    cacheCounts,
  }
  const asking = { verifyToken, memory, declarations, authorItems, acts, auth, draftSync: createDraftSync(Date.now) }
  const apiDesk = createApiDesk({ limit: config.rateLimits.key, now: Date.now })
  keepOperatorKey(config.dataDir)
  const adminDesk = createAdminDesk(Date.now)
  const requestCounts = createRequestCounts({ main, now: Date.now })
  const feedReaders = createFeedReaders({ main, now: Date.now })
  const checkKey = randomBytes(16).toString('base64url')
  const generator = { requestCounts, readerRules: createReaderRules(main), feedReaders, checkKey }
  const made = { snapshots, strangerPages, pictures, hasRoom, videos, uploads }
  return { ...shared, ...asking, ...generator, ...made, push, apiDesk, adminDesk }
}
