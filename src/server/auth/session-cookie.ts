// The cookie that names a session, the one that a browser's accounts share, and the short-lived one of an OAuth request.
import { createHash } from 'node:crypto'
import type { Config } from '../config.ts'

/** `invite` holds the code of an invitation, `setup` the proof that the setup code was entered. */
type Purpose = 'session' | 'oauth' | 'device' | 'invite' | 'setup'

/** The longest a browser keeps a cookie (RFC 6265bis), in s: how long a session lives is decided here, not there. */
const longest = 400 * 24 * 60 * 60
const hour = 60 * 60
const lifetimes = { session: longest, device: longest, oauth: hour, invite: 24 * hour, setup: 24 * hour }
const names = {
  session: 'skypanel',
  device: 'skypanel-device',
  oauth: 'skypanel-oauth',
  invite: 'skypanel-invite',
  setup: 'skypanel-setup',
}

/** Cookies do not keep ports apart: over plain http the port is in the name, so that two boxes on a host agree. */
function nameOf(config: Config, purpose: Purpose): string {
  const name = names[purpose]
  if (config.publicUrl.protocol === 'https:') return `__Host-${name}`
  return `${name}-${config.publicUrl.port || '80'}`
}

/** The `Set-Cookie` header that gives `value` to the browser; an empty value takes the cookie away. */
export function makeCookie(config: Config, purpose: Purpose, value: string): string {
  const secure = config.publicUrl.protocol === 'https:' ? '; Secure' : ''
  const age = value === '' ? 0 : lifetimes[purpose]
  return `${nameOf(config, purpose)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${secure}`
}

/** What the `Cookie` header holds for this purpose: 32 random bytes as base64url, or nothing. */
export function readCookie(config: Config, purpose: Purpose, header: string | null | undefined): string | undefined {
  const start = `${nameOf(config, purpose)}=`
  const found = header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(start))
    ?.slice(start.length)
  return found && /^[A-Za-z0-9_-]{43}$/.test(found) ? found : undefined
}

/** What is stored of a token. It is random, so a plain hash is enough. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
