// The key with which the command line speaks to a box that runs: whoever can read the data folder has it.
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keepSecret } from '../secrets.ts'

const name = 'operator-key'

/** Made when `web` starts, so that its file belongs to whom it runs as. */
export function keepOperatorKey(dataDir: string): string {
  return keepSecret(dataDir, name, () => `operator_${randomBytes(32).toString('base64url')}`)
}

/** The key of the box with this data folder, or undefined before its first start. */
export function readOperatorKey(dataDir: string): string | undefined {
  const file = join(dataDir, 'secrets', name)
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
}

export function isOperatorKey(dataDir: string, given: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(readOperatorKey(dataDir) ?? '')]
  return other.length > 0 && one.length === other.length && timingSafeEqual(one, other)
}
