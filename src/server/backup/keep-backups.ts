// Makes backups by itself, in a process of their own: packing takes a core for a while.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { type Config, extendEnvironment } from '../config.ts'
import { listBackups, timeOfBackup } from './make-backup.ts'
import { readSending } from './sending-state.ts'

/** In ms: how soon after the start, and how often it is looked at whether one is due. */
const usualPace = { first: 10 * 60_000, look: 60_000, end: 6000 }
const hour = 3_600_000

/**
 * Where they are sent away too, that is tried again by itself.
 * @returns what ends it: done when a backup under way has taken back what it has sent half, at the latest after 6 s
 */
export function keepBackups({ backups, dataDir, paths }: Config, log: Logger, pace = usualPace): () => Promise<void> {
  if (backups.everyHours === 0) return async () => {}
  const stopping = new AbortController()
  const started = Date.now()
  let running = false
  let failedAt = 0
  let closed: Promise<unknown> = Promise.resolve()

  async function look(): Promise<void> {
    const now = Date.now()
    if (running || now < Math.max(started + pace.first, failedAt + hour)) return
    const newest = await findNewest()
    const isDue = newest === undefined || now >= timeOfBackup(newest) + backups.everyHours * hour
    const isUnsent = backups.store !== undefined && readSending(dataDir)?.name !== newest
    if (!isDue && !isUnsent) return
    running = true
    const problem = await run(isDue ? ['--out', backups.folder] : ['--send']).finally(() => {
      running = false
    })
    if (stopping.signal.aborted) return
    const isMade = isDue && newest !== (await findNewest())
    if (isMade) log.info('backup made')
    if (problem === undefined) return void (backups.store && log.info('backups sent'))
    failedAt = now
    log.error(
      { problem },
      `${isDue && !isMade ? 'no backup was made' : 'backups were not sent'}; trying again in an hour`,
    )
  }

  async function findNewest(): Promise<string | undefined> {
    return (await listBackups(backups.folder))[0]
  }

  function run(options: string[]): Promise<string | undefined> {
    return new Promise((resolve) => {
      const child = spawn(join(paths.root, 'skypanel'), ['backup', ...options], {
        env: extendEnvironment({ DATA_DIR: dataDir }),
        signal: stopping.signal,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      // `once` would take the abort, which is told as an error, for the end.
      closed = new Promise((close) => child.once('close', close))
      let said = ''
      child.stderr?.on('data', (part) => {
        said = `${said}${part}`.slice(-1000)
      })
      child.on('error', (error) => resolve(error.message))
      child.on('close', (code) => resolve(code === 0 ? undefined : said.trim() || `exit code ${code}`))
    })
  }

  const timer = setInterval(
    () => void look().catch((error) => log.error({ err: error }, 'backups not looked at')),
    pace.look,
  )
  return async () => {
    clearInterval(timer)
    stopping.abort()
    await Promise.race([closed, pause(pace.end, undefined, { ref: false })])
  }
}
