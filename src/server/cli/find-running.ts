// Whether SkyPanel runs with this configuration.
import type { Config } from '../config.ts'

/** Asks the ports of both processes. Another program there counts as SkyPanel: better ask once too often. */
export async function findRunning({ host, port, streamPort }: Config): Promise<string | undefined> {
  const own = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const name = own.includes(':') ? `[${own}]` : own
  const places = [`http://${name}:${port}/healthz`, `http://127.0.0.1:${streamPort}/healthz`]
  for (const place of places) {
    const answers = await fetch(place, { signal: AbortSignal.timeout(2000) }).then(
      () => true,
      () => false,
    )
    if (answers) return new URL(place).origin
  }
  return undefined
}
