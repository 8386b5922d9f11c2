// Config → Context of `stream`. Apart from context.ts, so that `stream` does not load what signs people in.
import { mkdirSync } from 'node:fs'
import type { Logger } from 'pino'
import { observeStatements } from '#db/observe-statements.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { createJobs } from './jobs/create-jobs.ts'
import { watchProcess } from './metrics/look-at-process.ts'
import { watchQueries } from './metrics/watch-queries.ts'
import { openMain, openOwned } from './open-databases.ts'

/** `stream` writes index.db and reads main.db. */
export async function createStreamContext(config: Config, log: Logger): Promise<Context> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const index = await openOwned(config, log, 'index')
  const main = await openMain(config, log, 'stream')
  const queries = watchQueries(log, config.slowQuery)
  observeStatements(main.$client, queries.observe('main'))
  observeStatements(index.$client, queries.observe('index'))
  const processWatch = watchProcess()
  const close = () => {
    processWatch.stop()
    for (const db of [main, index]) db.$client.close()
  }
  return { config, log, main, index, queries, jobs: createJobs(Date.now), processWatch, now: Date.now, close }
}
