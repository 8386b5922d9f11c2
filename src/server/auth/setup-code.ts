// The one-time code with which a box gets its first administrator: in the data folder and in the log, nowhere else.
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { keepSecret, keepSecretKey } from '../secrets.ts'
import { makeCookie, readCookie } from './session-cookie.ts'

const name = 'setup-code'
/** Without letters that look like digits. 12 of them are 59 bits. */
const letters = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'

/** The code as people read it, `ABCD-EFGH-JKLM`: the one there is, or a new one. */
export function keepSetupCode(dataDir: string): string {
  const letter = () => letters[randomInt(letters.length)] ?? 'X'
  const group = () => Array.from({ length: 4 }, letter).join('')
  return keepSecret(dataDir, name, () => [group(), group(), group()].join('-'))
}

/** It was used: there is none any more. */
export function dropSetupCode(dataDir: string): void {
  rmSync(join(dataDir, 'secrets', name), { force: true })
}

/** Whether this is the code, however it was typed. */
export function isSetupCode(dataDir: string, typed: string): boolean {
  const code = readCode(dataDir)
  const bare = (text: string) => Buffer.from(text.toUpperCase().replace(/[^A-Z0-9]/g, ''))
  if (code === undefined) return false
  const [given, right] = [bare(typed.slice(0, 100)), bare(code)]
  return given.length === right.length && timingSafeEqual(given, right)
}

/** The `Set-Cookie` header of a browser in which the code was entered. It is worth something while there is a code. */
export function makeSetupCookie(config: Config): string {
  return makeCookie(config, 'setup', proofOf(config.dataDir) ?? '')
}

export function isSetupCookie(config: Config, cookie: string | null): boolean {
  const [given, right] = [readCookie(config, 'setup', cookie), proofOf(config.dataDir)]
  return given !== undefined && right !== undefined && timingSafeEqual(Buffer.from(given), Buffer.from(right))
}

function proofOf(dataDir: string): string | undefined {
  const code = readCode(dataDir)
  if (code === undefined) return undefined
  return createHmac('sha256', keepSecretKey(dataDir, 'sealing-key')).update(`setup ${code}`).digest('base64url')
}

function readCode(dataDir: string): string | undefined {
  const file = join(dataDir, 'secrets', name)
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
}
