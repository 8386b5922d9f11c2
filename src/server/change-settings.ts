// Changes settings in the browser: checked as at a start, and kept in the data folder. They count from the next start.
import { checkSettings, type FoundSetting, readSettings } from './config.ts'
import { secretSettings } from './config-schema.ts'
import { readKeptSettings, writeKeptSettings } from './kept-settings.ts'

/** Where this box listens and writes, what it runs, whom it believes and what is secret is not decided in a browser. */
const fixed = [
  ...secretSettings,
  ...['DATA_DIR', 'DATABASE_URL', 'BACKUP_DIR', 'HOST', 'PORT', 'STREAM_PORT', 'TRUSTED_PROXIES'],
  ...['BACKUP_S3_URL', 'BACKUP_S3_REGION', 'BACKUP_S3_KEY_ID', 'BACKUP_S3_PREFIX'],
  ...['ALLOW_PRIVATE_NETWORK', 'FFMPEG', 'SETUP_CODE'],
]

/** What a setting is, where from, and whether it may be set in the browser. */
export function listSettings(environment?: NodeJS.ProcessEnv): (FoundSetting & { isOpen: boolean })[] {
  return readSettings(environment).map((found) => ({
    ...found,
    isOpen: !fixed.includes(found.name) && (found.from === 'browser' || found.from === 'default'),
  }))
}

/**
 * @param changes text by name, as typed; an empty one brings the default back
 * @returns the names of those that are otherwise now
 * @throws ConfigError with a sentence for every mistake: nothing is changed then
 */
export function changeSettings(
  dataDir: string,
  changes: Record<string, string>,
  environment?: NodeJS.ProcessEnv,
): string[] {
  const open = new Map(listSettings(environment).map((setting) => [setting.name, setting]))
  const kept = readKeptSettings(dataDir)
  const next = { ...kept }
  for (const [name, typed] of Object.entries(changes)) {
    if (!open.get(name)?.isOpen) continue
    if (typed.trim() === '') delete next[name]
    else next[name] = typed.trim()
  }
  const changed = Object.keys({ ...kept, ...next }).filter((name) => kept[name] !== next[name])
  if (changed.length === 0) return []
  checkSettings(next, environment)
  writeKeptSettings(dataDir, next)
  return changed
}
