// The settings as administrators see and change them: in groups, with what each may be, and what waits for a restart.
import type { SettingsPageGroup, ShownSetting } from '#types/administration-settings.ts'
import { type Actor, recordAct } from '../admin/record-act.ts'
import { AppError } from '../app-error.ts'
import { changeSettings, listSettings } from '../change-settings.ts'
import { ConfigError, type FoundSetting, readConfig } from '../config.ts'
import { secretSettings, settingsSchema } from '../config-schema.ts'
import type { WebContext } from '../context.ts'

type Name = keyof typeof settingsSchema.shape

/** Every other setting stands at the end. */
const groups: { title: string; names: string[] }[] = [
  { title: 'Address', names: ['PUBLIC_URL', 'HOST', 'PORT', 'STREAM_PORT', 'DATA_DIR'] },
  {
    title: 'People',
    names: ['SIGN_UP', 'SIGN_UP_ALLOW', 'SETUP_CODE', 'APP_PASSWORDS', 'PRIVACY_POLICY_URL', 'TERMS_URL'],
  },
  {
    title: 'Network',
    names: [
      'PLC_URL',
      'APPVIEW_URL',
      'APPVIEW_DID',
      'RELAY_URL',
      'HANDLE_RESOLVER_URL',
      'LABELER_URL',
      'SERVICE_DID',
      'ALLOW_PRIVATE_NETWORK',
      'UPSTREAM_PATIENCE',
    ],
  },
  {
    title: 'Pictures and videos',
    names: [
      'IMAGE_PROXY',
      'IMAGE_CACHE_MB',
      'IMAGE_ORIGINS',
      'UPLOAD_QUOTA_MB',
      'UPLOAD_DAYS',
      'VIDEO_SERVICE_URL',
      'FFMPEG',
    ],
  },
  { title: 'Feeds', names: ['WINDOW_HOURS', 'WINDOW_GIGABYTES', 'FEED_POLL_MINUTES'] },
  { title: 'Limits', names: ['RATE_LIMIT_PERSON', 'RATE_LIMIT_ADDRESS', 'RATE_LIMIT_KEY'] },
  {
    title: 'Backups',
    names: [
      ...['BACKUP_EVERY_HOURS', 'BACKUP_KEEP', 'BACKUP_DIR', 'BACKUP_PASSPHRASE'],
      ...['BACKUP_S3_URL', 'BACKUP_S3_REGION', 'BACKUP_S3_KEY_ID', 'BACKUP_S3_SECRET', 'BACKUP_S3_PREFIX'],
    ],
  },
  { title: 'Watching over it', names: ['LOG_LEVEL', 'LOG_MEGABYTES', 'SLOW_QUERY_MS', 'METRICS_TOKEN', 'UPDATE_URL'] },
]

/** Words that a setting may be where it is not free text. */
const words = [
  'true',
  'false',
  'choice',
  'debug',
  'info',
  'warn',
  'error',
  'silent',
  'closed',
  'invite',
  'allow-list',
  'open',
]

/** What counts at once, because it is looked at whenever it is needed. */
const immediate = new Set(['PRIVACY_POLICY_URL', 'TERMS_URL', 'BACKUP_KEEP', 'UPDATE_URL'])

/** @throws ConfigError when what is kept has become unusable */
export function readSettingsPage(ctx: Pick<WebContext, 'settingsAtStart'>): SettingsPageGroup[] {
  const found = new Map(listSettings().map((setting) => [setting.name, setting]))
  const grouped = groups.map(({ title, names }) => ({
    title,
    settings: names.flatMap((name) => found.get(name) ?? []),
  }))
  const known = new Set(groups.flatMap(({ names }) => names))
  const others = [...found.values()].filter(({ name }) => !known.has(name))
  return [...grouped, { title: 'Others', settings: others }]
    .filter(({ settings }) => settings.length > 0)
    .map(({ title, settings }) => ({ title, settings: settings.map((setting) => show(setting, ctx)) }))
}

function show(
  { name, value, from, isOpen }: FoundSetting & { isOpen: boolean },
  { settingsAtStart }: Pick<WebContext, 'settingsAtStart'>,
): ShownSetting {
  const schema = settingsSchema.shape[name as Name]
  const isSecret = secretSettings.includes(name)
  const text = format(value)
  const standard = schema.safeParse(undefined)
  return {
    ...{ name, from, isSecret, isOpen },
    text: isSecret ? '' : text,
    isSet: value !== undefined,
    standard: standard.success ? format(standard.data) : '',
    description: schema.description ?? '',
    ...kindOf(schema),
    isImmediate: immediate.has(name),
    isWaiting: !immediate.has(name) && name in settingsAtStart && settingsAtStart[name] !== text,
  }
}

/** What may be typed, found out by asking the schema. */
function kindOf(schema: (typeof settingsSchema.shape)[Name]): Pick<ShownSetting, 'kind' | 'choices'> {
  if (schema.safeParse('anything at all').success) return { kind: 'text', choices: [] }
  const choices = words.filter((word) => schema.safeParse(word).success)
  if (choices.length > 1) return { kind: 'choice', choices }
  const isNumber = ['16', '1000', '1'].some((text) => typeof schema.safeParse(text).data === 'number')
  return { kind: isNumber ? 'number' : 'text', choices: [] }
}

function format(value: unknown): string {
  if (value === undefined) return ''
  return Array.isArray(value) ? value.join(' ') : String(value)
}

/** The settings as text by name, to tell later what has changed since. */
export function noteSettings(): Record<string, string> {
  try {
    return Object.fromEntries(listSettings().map(({ name, value }) => [name, format(value)]))
  } catch {
    return {}
  }
}

/**
 * Takes the form: empty brings the default back; a secret that is left empty stays as it is unless it is to be removed.
 * @throws AppError 422 with every mistake: nothing is changed then
 */
export async function saveSettings(ctx: WebContext, actor: Actor, field: (name: string) => string): Promise<void> {
  const changes: Record<string, string> = {}
  for (const { name, isOpen } of listSettings()) {
    if (!isOpen) continue
    const typed = field(name)
    if (!secretSettings.includes(name)) changes[name] = typed
    else if (typed !== '') changes[name] = typed
    else if (field(`remove-${name}`) !== '') changes[name] = ''
  }
  let changed: string[]
  try {
    changed = changeSettings(ctx.config.dataDir, changes)
  } catch (error) {
    if (error instanceof ConfigError) throw new AppError(422, error.problems.join(' '), { cause: error })
    throw error
  }
  if (changed.length === 0) return
  const { links, metricsToken, updateUrl } = readConfig()
  Object.assign(ctx.config, { links, metricsToken, updateUrl })
  await recordAct(ctx, actor, { action: 'settings.save', subject: changed.join(', ') })
}
