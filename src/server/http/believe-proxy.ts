// X-Forwarded-For is believed where TRUSTED_PROXIES says so, and nowhere else. Everything behind this may take it as true.
import type { IncomingMessage } from 'node:http'
import type { Config } from '../config.ts'

/**
 * Call it first: what a stranger says about where they come from is replaced by where they do come from. Other
 * X-Forwarded headers are not read anywhere.
 */
export function believeProxy(
  { trustsProxy }: Pick<Config, 'trustsProxy'>,
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
): void {
  const address = socket.remoteAddress ?? ''
  if (headers['x-forwarded-for'] !== undefined && !trustsProxy(address)) headers['x-forwarded-for'] = address
}
