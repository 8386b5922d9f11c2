// Secrets of this box: made on first run, kept in the data folder with mode 600.
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Reads `<dataDir>/secrets/<name>`, or writes what `make` returns there first. Two processes may start at once:
 * whoever comes second reads what the first wrote.
 */
export function keepSecret(dataDir: string, name: string, make: () => string): string {
  const folder = join(dataDir, 'secrets')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, name)
  try {
    writeFileSync(file, make(), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error
  }
  chmodSync(file, 0o600)
  return readFileSync(file, 'utf8').trim()
}

/** The 32-byte key that seals tokens at rest. */
export function readSealingKey(dataDir: string): Buffer {
  return keepSecretKey(dataDir, 'sealing-key')
}

/** A 32-byte key of the name `name`, made on first run. */
export function keepSecretKey(dataDir: string, name: string): Buffer {
  return Buffer.from(
    keepSecret(dataDir, name, () => randomBytes(32).toString('base64url')),
    'base64url',
  )
}
