// Settings that were made in the browser: settings.json in the data folder, below the environment and skypanel.toml.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Values by the names of the schema. */
export type KeptSettings = Record<string, unknown>

/** @throws Error with a sentence when the file holds no object */
export function readKeptSettings(dataDir: string): KeptSettings {
  const file = join(dataDir, 'settings.json')
  if (!existsSync(file)) return {}
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (typeof kept === 'object' && kept !== null && !Array.isArray(kept)) return { ...kept }
  } catch {
    // Said below.
  }
  throw new Error(`${file} is not readable: it holds what was set in the browser. Mend it, or delete it to begin anew.`)
}

/** In one step, so that a crash leaves the old ones or the new ones. */
export function writeKeptSettings(dataDir: string, kept: KeptSettings): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const file = join(dataDir, 'settings.json')
  writeFileSync(`${file}.new`, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
}
