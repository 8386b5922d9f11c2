// What can be configured: one zod schema for environment and skypanel.toml, and what it forbids in public.
import { isIP } from 'node:net'
import { z } from 'zod'
import { areNetworks } from './proxy-networks.ts'

const url = (protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    error: `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  })
const port = z.coerce
  .number({ error: 'must be a port number' })
  .int('must be a whole number')
  .min(1, 'must be 1 or more')
  .max(65535, 'must be 65535 or less')
const count = (least: number, most: number) =>
  z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(least, `must be ${least} or more`)
    .max(most, `must be ${most} or less`)
const flag = z
  .union([z.boolean(), z.enum(['true', 'false', '1', '0'])], { error: 'must be true or false' })
  .transform((value) => value === true || value === 'true' || value === '1')
const did = z.string().regex(/^did:(plc:[a-z2-7]{24}|web:[A-Za-z0-9.%:-]+)$/, 'must be a did:plc or did:web')

/** Keys as in the environment; skypanel.toml has the same in lower case. Every value has a safe default. */
export const settingsSchema = z.strictObject({
  PUBLIC_URL: url(['http:', 'https:'])
    .refine((value) => !URL.canParse(value) || new URL(value).pathname === '/', 'must have no path')
    .optional()
    .describe('The address people type. Default: http://127.0.0.1:<PORT>'),
  HOST: z
    .string()
    .refine((value) => isIP(value) !== 0 || value === 'localhost', 'must be an IP address')
    .default('127.0.0.1')
    .describe('The address to listen on; 0.0.0.0 or :: for every one'),
  PORT: port.default(8080).describe('The one public port'),
  STREAM_PORT: port.optional().describe('Where `stream` listens on loopback. Default: PORT + 1'),
  DATA_DIR: z.string().min(1, 'must not be empty').default('data').describe('The folder that holds everything'),
  DATABASE_URL: url(['libsql:', 'https:', 'http:'])
    .optional()
    .describe('A libSQL server that has main.db, for several boxes. Default: main.db in DATA_DIR'),
  DATABASE_TOKEN: z.string().min(1, 'must not be empty').optional().describe('What that server asks for'),
  PLC_URL: url(['http:', 'https:']).default('https://plc.directory').describe('The did:plc directory'),
  APPVIEW_URL: url(['http:', 'https:'])
    .default('https://public.api.bsky.app')
    .describe('The AppView asked on behalf of nobody'),
  APPVIEW_DID: did.default('did:web:api.bsky.app').describe('The AppView that people’s servers are asked to speak to'),
  RELAY_URL: url(['ws:', 'wss:']).default('wss://bsky.network').describe('The firehose: a relay or a single PDS'),
  JETSTREAM_URL: url(['ws:', 'wss:'])
    .optional()
    .describe('A Jetstream to follow instead of RELAY_URL: a tenth of the traffic, and nothing of it is verified'),
  HANDLE_RESOLVER_URL: url(['http:', 'https:'])
    .optional()
    .describe('A server to ask for handles. Default: DNS and HTTPS, asked by this box'),
  ALLOW_PRIVATE_NETWORK: flag
    .default(false)
    .describe('Speak to plain-http and private addresses; for a network on this machine only'),
  IMAGE_ORIGINS: z
    .string()
    .transform((value) => value.split(/\s+/).filter(Boolean))
    .pipe(z.array(url(['http:', 'https:'])))
    .default(['https://cdn.bsky.app', 'https://video.bsky.app', 'https://video.cdn.bsky.app'])
    .describe('Where pictures and video streams may come from, separated by spaces'),
  IMAGE_PROXY: z
    .union([z.boolean(), z.enum(['true', 'false', '1', '0', 'choice'])], { error: 'must be true, false or choice' })
    .default('choice')
    .transform((value) => (value === 'choice' ? 'choice' : value === true || value === 'true' || value === '1'))
    .describe('Send pictures from this box, made smaller, so that readers talk to nobody else: to whom chooses so'),
  IMAGE_CACHE_MB: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(16, 'must be 16 or more')
    .default(512)
    .describe('How much room pictures may take on disk, in MB'),
  UPLOAD_QUOTA_MB: count(1, 1_000_000)
    .default(2000)
    .describe('How much room the files of one person’s drafts may take on disk, in MB'),
  UPLOAD_DAYS: count(1, 3650).default(60).describe('After how many days a file that nobody looks at is removed'),
  VIDEO_SERVICE_URL: z
    .union([z.literal('none'), url(['http:', 'https:'])])
    .optional()
    .describe('What prepares videos. Default: https://video.bsky.app; none with ALLOW_PRIVATE_NETWORK'),
  FFMPEG: z
    .string()
    .min(1, 'must not be empty')
    .default('ffmpeg')
    .describe('The program that turns GIFs and other videos into MP4 where no service does; `none` for none'),
  APP_PASSWORDS: flag.optional().describe('Offer sign-in with an app password. Default: only where OAuth cannot work'),
  SIGN_UP: z
    .enum(['closed', 'invite', 'allow-list', 'open'], { error: 'must be closed, invite, allow-list or open' })
    .optional()
    .describe(
      'Who may sign in that was not here before. Set here, it cannot be changed in the browser. Default: invite',
    ),
  SIGN_UP_ALLOW: z
    .string()
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .optional()
    .describe(
      'Who may with SIGN_UP=allow-list: handles, DIDs, and domains of handles (*.example.org), separated by spaces',
    ),
  SETUP_CODE: flag
    .default(true)
    .describe(
      'Ask for the one-time code of the log before somebody becomes administrator; false makes it the first to sign in',
    ),
  SERVICE_DID: did.optional().describe('The DID of the feed generator. Default: did:web of PUBLIC_URL'),
  PRIVACY_POLICY_URL: url(['https:', 'http:'])
    .optional()
    .describe('Where the operator says what is kept about people; feeds made here name it'),
  TERMS_URL: url(['https:', 'http:']).optional().describe('Where the operator’s terms are; feeds made here name them'),
  UPSTREAM_PATIENCE: count(100, 60_000)
    .default(2400)
    .describe('How long a page waits for other servers before it says what it can, in ms'),
  LABELER_URL: z
    .union([z.literal('none'), url(['http:', 'https:'])])
    .optional()
    .describe('Whose labels take posts out of feeds. Default: https://mod.bsky.app; none with ALLOW_PRIVATE_NETWORK'),
  WINDOW_HOURS: count(0, 720)
    .default(6)
    .describe('For how many hours every post of the network is kept, to make feeds of; 0 for none'),
  WINDOW_GIGABYTES: z.coerce
    .number({ error: 'must be a number' })
    .min(0, 'must be 0 or more')
    .max(1000, 'must be 1000 or less')
    .default(1)
    .describe('How much room these posts may take in index.db, in GB; 0 for none'),
  FEED_POLL_MINUTES: count(0, 1440)
    .default(10)
    .describe('How often feeds of elsewhere that feeds here take from are asked for; 0 for never'),
  RATE_LIMIT_PERSON: count(0, 1_000_000)
    .default(1200)
    .describe('Pages and actions a minute for each person who is signed in; 0 for no limit'),
  RATE_LIMIT_ADDRESS: count(0, 1_000_000)
    .default(600)
    .describe('Pages a minute for each address of people who are not signed in; 0 for no limit'),
  RATE_LIMIT_KEY: count(0, 1_000_000).default(300).describe('Requests a minute for each API key; 0 for no limit'),
  TRUSTED_PROXIES: z
    .string()
    .refine(areNetworks, 'must be addresses, networks like 10.0.0.0/8, `private` or `none`')
    .default('private')
    .describe('Whose X-Forwarded-For is believed: addresses and networks, `private` for home networks, `none`'),
  BACKUP_DIR: z
    .string()
    .min(1, 'must not be empty')
    .optional()
    .describe('The folder for backups. Default: backups in DATA_DIR'),
  BACKUP_EVERY_HOURS: count(0, 8760).default(24).describe('How often a backup is made by itself; 0 for never'),
  BACKUP_KEEP: count(1, 1000).default(7).describe('How many backups stay'),
  BACKUP_PASSPHRASE: z
    .string()
    .min(12, 'must have 12 characters or more')
    .optional()
    .describe('Seals backups: without it nobody can read them, you included'),
  BACKUP_S3_URL: url(['https:', 'http:'])
    .refine((value) => !/[?#@]/.test(value), 'must have no key, question or fragment in it')
    .optional()
    .describe('S3-compatible storage that each backup is sent to as well, with the bucket'),
  BACKUP_S3_REGION: z
    .string()
    .regex(/^[a-z0-9-]{1,50}$/, 'must be the name of a region, such as eu-central-1')
    .default('us-east-1')
    .describe('The region of that bucket'),
  BACKUP_S3_KEY_ID: z.string().min(1, 'must not be empty').optional().describe('The id of a key for that bucket'),
  BACKUP_S3_SECRET: z.string().min(1, 'must not be empty').optional().describe('The secret of that key'),
  BACKUP_S3_PREFIX: z
    .string()
    .regex(
      /^[\w-][\w.-]*(\/[\w-][\w.-]*)*\/?$/,
      'must be a folder of letters, digits, dots, - and _, such as boxes/home',
    )
    .default('skypanel')
    .describe('The folder of this box in that bucket: each box has its own'),
  DISK_RESERVE_MB: count(0, 1_000_000)
    .default(200)
    .describe(
      'With less free on disk, in MB, the firehose waits and caches shrink; people can go on. 0: it is not looked at',
    ),
  BALLAST_MB: count(0, 100_000)
    .default(64)
    .describe('A file of this size, in MB, is given up when the disk is full, so that people can write; 0 for none'),
  CHECK_EVERY_DAYS: count(0, 365)
    .default(7)
    .describe('How often every page of the databases is read to see whether they are sound; 0 for never'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], { error: 'must be debug, info, warn, error or silent' })
    .default('info')
    .describe('How much is logged'),
  LOG_MEGABYTES: count(0, 100_000)
    .default(30)
    .describe('How much room logs may take in DATA_DIR/logs, in MB; 0 for no files'),
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,200}$/, 'must have 16 to 200 characters, none of them a space')
    .optional()
    .describe('What a monitoring system must name to read /metrics'),
  UPDATE_URL: z
    .union([z.literal('none'), url(['https:', 'http:'])])
    .default('none')
    .describe('Where it is asked once a day whether there is a newer version; `none` for nowhere'),
  SLOW_QUERY_MS: count(0, 60_000)
    .default(200)
    .describe('From how many ms on a question to a database is written into the log; 0 for never'),
})

/** Settings that are shown to nobody. */
export const secretSettings = ['BACKUP_PASSPHRASE', 'BACKUP_S3_SECRET', 'DATABASE_TOKEN', 'METRICS_TOKEN']

export type Settings = z.infer<typeof settingsSchema>

/** Whether `hostname` (of a URL) can only be reached from this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

const privateAddress = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/
const privateSuffix = /\.(local|lan|internal|home|home\.arpa|localhost|test)$/

/** Whether `hostname` is of this machine or a home network, judged by its name alone. */
function isPrivateHost(hostname: string): boolean {
  if (isLoopback(hostname) || privateAddress.test(hostname) || privateSuffix.test(hostname)) return true
  return /^\[f[cde]/i.test(hostname) || !hostname.includes('.')
}

/** What is wrong with settings that each are right: a sentence each. Local shortcuts are refused in public. */
export function findUnsafe(settings: Settings, publicUrl: string): string[] {
  const problems: string[] = []
  const { DATABASE_URL: database, BACKUP_S3_URL: store } = settings
  if (leadsOpenly(database))
    problems.push('DATABASE_URL must be encrypted (https or libsql): it leads over the internet.')
  if (leadsOpenly(store)) problems.push('BACKUP_S3_URL must be encrypted (https): it leads over the internet.')
  if (store !== undefined && !(settings.BACKUP_S3_KEY_ID && settings.BACKUP_S3_SECRET))
    problems.push('BACKUP_S3_URL needs BACKUP_S3_KEY_ID and BACKUP_S3_SECRET.')
  if (isPrivateHost(new URL(publicUrl).hostname)) {
    if (!settings.ALLOW_PRIVATE_NETWORK)
      problems.push(...plainAddresses(settings, 'unless ALLOW_PRIVATE_NETWORK is true'))
    return problems
  }
  if (!publicUrl.startsWith('https:')) problems.push('PUBLIC_URL is public, so it must start with https://.')
  if (settings.ALLOW_PRIVATE_NETWORK) problems.push('ALLOW_PRIVATE_NETWORK must be false when PUBLIC_URL is public.')
  problems.push(...plainAddresses(settings, 'when PUBLIC_URL is public'))
  return problems
}

function leadsOpenly(url: string | undefined): boolean {
  return url?.startsWith('http:') === true && !isPrivateHost(new URL(url).hostname)
}

function plainAddresses(settings: Settings, when: string): string[] {
  const names = [
    'PLC_URL',
    'APPVIEW_URL',
    'RELAY_URL',
    'JETSTREAM_URL',
    'HANDLE_RESOLVER_URL',
    'VIDEO_SERVICE_URL',
    'LABELER_URL',
  ] as const
  return names
    .filter((name) => /^(http|ws):/.test(settings[name] ?? ''))
    .map((name) => `${name} must be encrypted (https or wss) ${when}.`)
}
