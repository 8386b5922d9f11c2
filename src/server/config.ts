// Environment and skypanel.toml → Config. The only reader of the environment.
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path'
import { parse } from 'smol-toml'
import type { StoreSettings } from './backup/open-store.ts'
import { findUnsafe, isLoopback, type Settings, secretSettings, settingsSchema } from './config-schema.ts'
import { type KeptSettings, readKeptSettings } from './kept-settings.ts'
import { matchNetworks } from './proxy-networks.ts'

export type Config = {
  publicUrl: URL
  host: string
  port: number
  streamPort: number
  dataDir: string
  /** Where main.db is, when it is not in the data folder. */
  database: { url: string; token: string | undefined } | undefined
  plcUrl: string
  appviewUrl: string
  appviewDid: string
  relayUrl: string
  /** Followed instead of the relay; undefined for the relay. */
  jetstreamUrl: string | undefined
  handleResolverUrl: string | undefined
  allowPrivateNetwork: boolean
  imageOrigins: string[]
  /** Whether pictures are sent from this box. */
  /** For everybody. */
  imageProxy: boolean
  /** For whoever chooses so. */
  offersImageProxy: boolean
  imageCacheBytes: number
  uploads: {
    /** How many bytes the files of one person may take. */
    quota: number
    /** How long a file is kept that nobody looks at, in ms. */
    keptFor: number
  }
  /** What prepares videos; undefined where they are kept by people's own servers as they are. */
  videoService: { url: string; did: string } | undefined
  /** The path of ffmpeg; undefined where there is none. */
  ffmpeg: string | undefined
  appPasswords: boolean
  /** Who may come in, where the configuration says so: what was set in the browser counts otherwise. */
  signUp: { policy: Settings['SIGN_UP']; allow: string[] | undefined }
  /** Whether whoever comes first needs the code of the log to become administrator. */
  setupCode: boolean
  /** Whether this box can be an OAuth client: on loopback, or public with https (atproto OAuth, "Clients"). */
  oauth: 'loopback' | 'confidential' | 'none'
  serviceDid: string
  /** What the feed generator says of itself (app.bsky.feed.describeFeedGenerator#links). */
  links: { privacyPolicy?: string | undefined; termsOfService?: string | undefined }
  /** Whose labels are followed; undefined for nobody's. */
  labelerUrl: string | undefined
  /** Every post of the network is kept for so many ms, in so many bytes; 0 for none. */
  window: { keptFor: number; bytes: number }
  /** ms between two questions to a feed of elsewhere; 0 for none. */
  feedPolling: number
  /** How long a page waits for upstream, in ms. */
  upstreamPatience: number
  /** Requests a minute; 0 for no limit. */
  rateLimits: { person: number; address: number; key: number }
  /** Whether the proxy at an address is believed about where a request comes from. */
  trustsProxy: (address: string) => boolean
  backups: {
    folder: string
    everyHours: number
    keep: number
    passphrase: string | undefined
    /** Where they are sent as well. */
    store: StoreSettings | undefined
  }
  /** Bytes that stay free, and those of the file that is given up when nothing is. */
  disk: { reserve: number; ballast: number }
  /** 0 for never. */
  checkEveryDays: number
  logLevel: Settings['LOG_LEVEL']
  /** How much room the files of the logs may take. */
  logBytes: number
  /** Where it is asked for newer versions. */
  updateUrl: string | undefined
  /** What whoever reads /metrics must name. */
  metricsToken: string | undefined
  /** In ms; 0 for never. */
  slowQuery: number
  /** Whether a supervisor started this process, and starts it again when asked. */
  isSupervised: boolean
  paths: { root: string; migrations: string; client: string; pages: string; resizer: string }
}

/** Every mistake in the configuration at once, a sentence each. */
export class ConfigError extends Error {
  readonly problems: string[]

  constructor(problems: string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/** The folder of package.json: the same for plain sources and for the bundle in dist/. */
function findRoot(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}

/** The built pages: beside us in the bundle, where they share our packages, and as Astro left them for plain sources. */
function findPages(root: string): string {
  const bundled = join(import.meta.dirname, 'pages.js')
  return existsSync(bundled) ? bundled : join(root, 'dist', 'server', 'entry.mjs')
}

/** The process that decodes pictures: beside us in the bundle, or its source. */
function findResizer(root: string): string {
  const bundled = join(import.meta.dirname, 'resizer.js')
  return existsSync(bundled) ? bundled : join(root, 'src', 'server', 'pictures', 'resizer.ts')
}

/** Where a program lies that is named as a path or looked for on PATH. */
function findProgram(name: string, path: string | undefined): string | undefined {
  if (name === 'none') return undefined
  const places = isAbsolute(name) ? [name] : (path ?? '').split(delimiter).map((folder) => join(folder, name))
  return places.find((place) => isAbsolute(place) && existsSync(place))
}

function readFile(path: string | undefined): Record<string, unknown> {
  const file = path ?? 'skypanel.toml'
  if (!existsSync(file)) {
    if (path !== undefined) throw new ConfigError([`SKYPANEL_CONFIG names ${path}, which does not exist.`])
    return {}
  }
  try {
    const entries = Object.entries(parse(readFileSync(file, 'utf8')))
    return Object.fromEntries(entries.map(([key, value]) => [key.toUpperCase(), value]))
  } catch (cause) {
    throw new ConfigError([
      `${file} is not valid TOML: ${cause instanceof Error ? cause.message.split('\n')[0] : cause}.`,
    ])
  }
}

/** What was set in the browser, without what this version does not know. */
function readKept(given: Record<string, unknown>): KeptSettings {
  const folder = typeof given.DATA_DIR === 'string' && given.DATA_DIR !== '' ? given.DATA_DIR : 'data'
  try {
    return takeKnown(readKeptSettings(folder))
  } catch (cause) {
    throw new ConfigError([cause instanceof Error ? cause.message : String(cause)])
  }
}

/**
 * Reads the configuration. The environment wins over the file, which wins over what was set in the browser; unknown
 * keys of the file are mistakes.
 * @throws ConfigError with every mistake
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = { ...readFile(environment.SKYPANEL_CONFIG), ...takeKnown(environment) }
  return checkSettings(readKept(given), environment)
}

/** What the configuration would be with `kept` set in the browser. @throws ConfigError */
export function checkSettings(kept: KeptSettings, environment: NodeJS.ProcessEnv = process.env): Config {
  const settings = settingsSchema.safeParse({
    ...takeKnown(kept),
    ...readFile(environment.SKYPANEL_CONFIG),
    ...takeKnown(environment),
  })
  if (!settings.success) throw new ConfigError(settings.error.issues.map(describeIssue))
  const publicUrl = settings.data.PUBLIC_URL ?? `http://127.0.0.1:${settings.data.PORT}`
  const problems = findUnsafe(settings.data, publicUrl)
  if (problems.length > 0) throw new ConfigError(problems)
  return toConfig(settings.data, new URL(publicUrl), environment)
}

function takeKnown<Value>(given: Record<string, Value>): Record<string, Value> {
  const known = Object.keys(settingsSchema.shape)
  return Object.fromEntries(Object.entries(given).filter(([key, value]) => known.includes(key) && value !== ''))
}

export type FoundSetting = { name: string; value: unknown; from: 'environment' | 'file' | 'browser' | 'default' }

/** Every setting as it was read, and from where: for a person to look at. @throws ConfigError */
export function readSettings(environment: NodeJS.ProcessEnv = process.env): FoundSetting[] {
  readConfig(environment)
  const [set, file] = [takeKnown(environment), readFile(environment.SKYPANEL_CONFIG)]
  const kept = readKept({ ...file, ...set })
  const values: Record<string, unknown> = settingsSchema.parse({ ...kept, ...file, ...set })
  return Object.keys(settingsSchema.shape).map((name) => ({
    name,
    value: secretSettings.includes(name) && values[name] !== undefined ? '(secret)' : values[name],
    from: name in set ? 'environment' : name in file ? 'file' : name in kept ? 'browser' : 'default',
  }))
}

/** Set by the supervisor for its processes. */
export const supervised = 'SKYPANEL_SUPERVISED'

/** The environment of this process and more, for a process that it starts. */
export function extendEnvironment(more: Record<string, string>): NodeJS.ProcessEnv {
  return { ...process.env, ...more }
}

/** Reads the configuration for an entry point: mistakes are printed, a sentence each, and the process ends with 2. */
export function readConfigOrExit(): Config {
  try {
    return readConfig()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    process.exit(2)
  }
}

function describeIssue(issue: { code: string; path: PropertyKey[]; message: string; keys?: string[] }): string {
  if (issue.code === 'unrecognized_keys') return `Unknown setting: ${issue.keys?.join(', ').toLowerCase()}.`
  return `${String(issue.path[0])} ${issue.message}.`
}

function toConfig(settings: Settings, publicUrl: URL, environment: NodeJS.ProcessEnv): Config {
  const root = findRoot()
  const oauth = isLoopback(publicUrl.hostname) ? 'loopback' : publicUrl.protocol === 'https:' ? 'confidential' : 'none'
  const videoService =
    settings.VIDEO_SERVICE_URL ?? (settings.ALLOW_PRIVATE_NETWORK ? 'none' : 'https://video.bsky.app')
  const labeler = settings.LABELER_URL ?? (settings.ALLOW_PRIVATE_NETWORK ? 'none' : 'https://mod.bsky.app')
  return {
    publicUrl,
    host: settings.HOST,
    port: settings.PORT,
    streamPort: settings.STREAM_PORT ?? settings.PORT + 1,
    dataDir: resolve(settings.DATA_DIR),
    database: settings.DATABASE_URL ? { url: settings.DATABASE_URL, token: settings.DATABASE_TOKEN } : undefined,
    plcUrl: settings.PLC_URL,
    appviewUrl: settings.APPVIEW_URL,
    appviewDid: settings.APPVIEW_DID,
    relayUrl: settings.RELAY_URL,
    jetstreamUrl: settings.JETSTREAM_URL,
    handleResolverUrl: settings.HANDLE_RESOLVER_URL,
    allowPrivateNetwork: settings.ALLOW_PRIVATE_NETWORK,
    imageOrigins: settings.IMAGE_ORIGINS.map((origin) => new URL(origin).origin),
    imageProxy: settings.IMAGE_PROXY === true,
    offersImageProxy: settings.IMAGE_PROXY !== false,
    imageCacheBytes: settings.IMAGE_CACHE_MB * 1024 * 1024,
    uploads: { quota: settings.UPLOAD_QUOTA_MB * 1_000_000, keptFor: settings.UPLOAD_DAYS * 86_400_000 },
    videoService: videoService === 'none' ? undefined : { url: videoService, did: didWebOf(new URL(videoService)) },
    ffmpeg: findProgram(settings.FFMPEG, environment.PATH),
    appPasswords: settings.APP_PASSWORDS ?? oauth === 'none',
    oauth,
    signUp: { policy: settings.SIGN_UP, allow: settings.SIGN_UP_ALLOW },
    setupCode: settings.SETUP_CODE,
    serviceDid: settings.SERVICE_DID ?? didWebOf(publicUrl),
    labelerUrl: labeler === 'none' ? undefined : labeler,
    feedPolling: settings.FEED_POLL_MINUTES * 60_000,
    window: { keptFor: settings.WINDOW_HOURS * 3600_000, bytes: settings.WINDOW_GIGABYTES * 1e9 },
    links: { privacyPolicy: settings.PRIVACY_POLICY_URL, termsOfService: settings.TERMS_URL },
    upstreamPatience: settings.UPSTREAM_PATIENCE,
    trustsProxy: matchNetworks(settings.TRUSTED_PROXIES),
    rateLimits: {
      person: settings.RATE_LIMIT_PERSON,
      address: settings.RATE_LIMIT_ADDRESS,
      key: settings.RATE_LIMIT_KEY,
    },
    backups: {
      folder: resolve(settings.BACKUP_DIR ?? join(settings.DATA_DIR, 'backups')),
      everyHours: settings.BACKUP_EVERY_HOURS,
      keep: settings.BACKUP_KEEP,
      passphrase: settings.BACKUP_PASSPHRASE,
      store: toStore(settings),
    },
    disk: { reserve: settings.DISK_RESERVE_MB * 1_000_000, ballast: settings.BALLAST_MB * 1_000_000 },
    checkEveryDays: settings.CHECK_EVERY_DAYS,
    logLevel: settings.LOG_LEVEL,
    logBytes: settings.LOG_MEGABYTES * 1_000_000,
    updateUrl: settings.UPDATE_URL === 'none' ? undefined : settings.UPDATE_URL,
    metricsToken: settings.METRICS_TOKEN,
    slowQuery: settings.SLOW_QUERY_MS,
    isSupervised: environment[supervised] === '1',
    paths: {
      root,
      migrations: join(root, 'db', 'migrations'),
      client: join(root, 'dist', 'client'),
      pages: findPages(root),
      resizer: findResizer(root),
    },
  }
}

function toStore(settings: Settings): StoreSettings | undefined {
  const { BACKUP_S3_URL: url, BACKUP_S3_KEY_ID: keyId, BACKUP_S3_SECRET: secret } = settings
  if (!url || !keyId || !secret) return undefined
  return { url, keyId, secret, region: settings.BACKUP_S3_REGION, prefix: settings.BACKUP_S3_PREFIX }
}

/** did:web of a host. Only `localhost` is resolved over plain http, so every loopback name becomes that. */
function didWebOf(url: URL): string {
  const hostname = isLoopback(url.hostname) ? 'localhost' : url.hostname
  return `did:web:${hostname}${url.port ? `%3A${url.port}` : ''}`
}
