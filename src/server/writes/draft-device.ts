// What this box calls itself in drafts that the network keeps.
import { randomUUID } from 'node:crypto'
import type { Device } from '../atproto/network-draft.ts'
import type { Config } from '../config.ts'
import { keepSecret } from '../secrets.ts'

/** The id is made on first use, and stays. */
export function readDevice({ dataDir, publicUrl }: Config): Device {
  return { id: keepSecret(dataDir, 'device-id', randomUUID), name: `SkyPanel at ${publicUrl.host}`.slice(0, 100) }
}
