// Config → Context of `stream`. Apart from context.ts, so that `stream` does not load what signs people in.
import { mkdirSync } from 'node:fs'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { openOther, openOwned } from './open-databases.ts'

/** `stream` writes index.db and reads main.db. */
export async function createStreamContext(config: Config, log: Logger): Promise<Context> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const index = await openOwned(config, log, 'index')
  const main = await openOther(config, 'main')
  const close = () => [main, index].forEach((db) => void db.$client.close())
  return { config, log, main, index, now: Date.now, close }
}
