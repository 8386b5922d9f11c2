// Whether SkyPanel runs with this configuration.
import type { Config } from '../config.ts'

/** Where this machine reaches `web` and `stream`, without a slash at the end. */
export function addressesOf({ host, port, streamPort }: Pick<Config, 'host' | 'port' | 'streamPort'>): string[] {
  const own = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const name = own.includes(':') ? `[${own}]` : own
  return [`http://${name}:${port}`, `http://127.0.0.1:${streamPort}`]
}

/** Asks the ports of both processes. Another program there counts as SkyPanel: better ask once too often. */
export async function findRunning(config: Pick<Config, 'host' | 'port' | 'streamPort'>): Promise<string | undefined> {
  for (const place of addressesOf(config)) {
    const answers = await fetch(`${place}/healthz`, { signal: AbortSignal.timeout(2000) }).then(
      () => true,
      () => false,
    )
    if (answers) return place
  }
  return undefined
}
