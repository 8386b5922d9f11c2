// Whether SkyPanel runs with this configuration.
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { readProcessFile } from '../life/process-file.ts'
import { Failure } from './command.ts'

/** Where this machine reaches `web` and `stream`, without a slash at the end. */
export function addressesOf({ host, port, streamPort }: Pick<Config, 'host' | 'port' | 'streamPort'>): string[] {
  const own = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const name = own.includes(':') ? `[${own}]` : own
  return [`http://${name}:${port}`, `http://127.0.0.1:${streamPort}`]
}

type Ports = Pick<Config, 'host' | 'port' | 'streamPort'>

/** Asks the ports of both processes. Another program there counts as SkyPanel: better ask once too often. */
export async function findRunning(config: Ports): Promise<string | undefined> {
  return (await findAnswer(config))?.place
}

/** What answers at one of the ports, and whether it speaks as SkyPanel does. */
export async function findAnswer(config: Ports): Promise<{ place: string; isOurs: boolean } | undefined> {
  for (const place of addressesOf(config)) {
    const answer = await fetch(`${place}/healthz`, { signal: AbortSignal.timeout(2000) }).catch(() => undefined)
    if (!answer) continue
    const text = (await answer.text().catch(() => '')).slice(0, 100_000)
    return { place, isOurs: answer.ok && (text.trim() === 'ok' || /^\{.*"source":/.test(text)) }
  }
  return undefined
}

/** @throws Failure while SkyPanel, started by whatever, works in the data folder */
export function needStopped({ dataDir }: Pick<Config, 'dataDir'>): void {
  const pid = readProcessFile(join(dataDir, 'skypanel.pid'))
  if (pid !== undefined) throw new Failure(`SkyPanel runs with ${dataDir}: process ${pid}. Stop it first.`)
}
