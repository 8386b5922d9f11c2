// Reads the databases through from time to time, in a process of its own that gives way to everything else.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { z } from 'zod'
import { type Config, extendEnvironment } from '../config.ts'
import { describeDamage, isRebuildable } from './describe-trouble.ts'
import { markDamaged } from './marks.ts'

/** In ms: how soon after the start, and how often it is looked at whether a check is due. */
const usualPace = { first: 30 * 60_000, look: 5 * 60_000 }
const [hour, day] = [3_600_000, 86_400_000]

const checked = z.array(z.object({ database: z.string(), damages: z.array(z.string()) }))
const remembered = z.object({ at: z.number(), damaged: z.array(z.string()) })

/** `at` in ms, `damaged` the names of files. */
export type LastCheck = z.infer<typeof remembered>

type Options = {
  config: Config
  log: Logger
  /** Told the databases (`index`) that are damaged, when they are marked and to be made again. */
  rebuild: (names: string[]) => void
  /** Told that main.db is damaged. */
  refuse: () => void
  pace?: typeof usualPace
}

/** @returns what ends it, a check under way included */
export function keepChecks({ config, log, rebuild, refuse, pace = usualPace }: Options): () => void {
  const { dataDir, checkEveryDays, paths } = config
  if (checkEveryDays === 0) return () => {}
  const stopping = new AbortController()
  let next = Date.now() + pace.first

  async function look(): Promise<void> {
    const now = Date.now()
    if (now < next || now < (readLastCheck(dataDir)?.at ?? 0) + checkEveryDays * day) return
    // Until it has ended, and an hour when it fails.
    next = now + hour
    const said = await run()
    if (stopping.signal.aborted) return
    const found = checked.parse(JSON.parse(said))
    const damaged = found.filter(({ damages }) => damages.length > 0)
    writeFileSync(
      join(dataDir, '.checked'),
      JSON.stringify({ at: now, damaged: damaged.map(({ database }) => database) }),
    )
    if (damaged.length === 0) return log.info({ databases: found.length }, 'databases read through: sound')
    for (const { database, damages } of damaged) {
      const words = describeDamage(database, damages[0] ?? '')
      log.fatal({ database, damages, cure: words.cure }, words.found)
      if (isRebuildable(database)) markDamaged(dataDir, database, damages[0] ?? '')
    }
    if (damaged.some(({ database }) => !isRebuildable(database))) return refuse()
    rebuild(damaged.map(({ database }) => database))
  }

  /** Standard output of `skypanel db check --json`. */
  function run(): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = spawn(join(paths.root, 'skypanel'), ['db', 'check', '--json'], {
        env: extendEnvironment({ DATA_DIR: dataDir }),
        signal: stopping.signal,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW)
      const [said, noted]: [string[], string[]] = [[], []]
      child.stdout?.on('data', (part) => said.push(String(part)))
      child.stderr?.on('data', (part) => noted.push(String(part)))
      child.on('error', reject)
      child.on('close', (code) =>
        code === 0 || code === 1
          ? resolve(said.join(''))
          : reject(new Error(noted.join('').trim() || `exit code ${code}`)),
      )
    })
  }

  const timer = setInterval(
    () =>
      void look().catch(
        (error) => stopping.signal.aborted || log.error({ err: error }, 'databases not read through; again in an hour'),
      ),
    pace.look,
  )
  return () => {
    clearInterval(timer)
    stopping.abort()
  }
}

/** When the databases were read through last, and what was found; undefined before the first time. */
export function readLastCheck(dataDir: string): LastCheck | undefined {
  const file = join(dataDir, '.checked')
  if (!existsSync(file)) return undefined
  try {
    return remembered.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}
