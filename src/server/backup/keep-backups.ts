// Makes backups by itself, in a process of their own: packing takes a core for a while.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { type Config, extendEnvironment } from '../config.ts'
import { listBackups, timeOfBackup } from './make-backup.ts'

/** In ms: how soon after the start, and how often it is looked at whether one is due. */
const usualPace = { first: 10 * 60_000, look: 60_000 }
const hour = 3_600_000

/** @returns what ends it, a backup under way included */
export function keepBackups({ backups, paths }: Config, log: Logger, pace = usualPace): () => void {
  if (backups.everyHours === 0) return () => {}
  const stopping = new AbortController()
  const started = Date.now()
  let running = false
  let failedAt = 0

  async function look(): Promise<void> {
    const now = Date.now()
    if (running || now < Math.max(started + pace.first, failedAt + hour)) return
    const [newest] = await listBackups(backups.folder)
    if (newest && now < timeOfBackup(newest) + backups.everyHours * hour) return
    running = true
    const problem = await run().finally(() => {
      running = false
    })
    if (stopping.signal.aborted) return
    if (problem === undefined) return log.info('backup made')
    failedAt = now
    log.error({ problem }, 'no backup was made; trying again in an hour')
  }

  function run(): Promise<string | undefined> {
    return new Promise((resolve) => {
      const child = spawn(join(paths.root, 'skypanel'), ['backup', '--out', backups.folder], {
        env: extendEnvironment({}),
        signal: stopping.signal,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
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
  return () => {
    clearInterval(timer)
    stopping.abort()
  }
}
