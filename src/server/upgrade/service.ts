// What starts and stops SkyPanel on this box: systemd where it has a unit for this home, otherwise the command line.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { readProcessFile } from '../life/process-file.ts'
import type { Home } from './find-home.ts'
import { type OnChild, runStep } from './run-step.ts'

const run = promisify(execFile)
const unit = 'skypanel.service'

/** How long an end may take, in ms: SkyPanel gives itself ten seconds. */
const patience = 20_000

export type Service = {
  /** What it is called in a sentence. */
  name: string
  isRunning: () => Promise<boolean>
  /**
   * Resolves once it has begun, which does not mean that it is well.
   * @param onChild told which process is about to start it
   */
  start: (onChild?: OnChild) => Promise<void>
  /** Resolves once it is gone. */
  stop: () => Promise<void>
}

/** The service of systemd for this home, if there is one. */
export async function findSystemd(home: Home | undefined): Promise<Service | undefined> {
  if (!home || !existsSync('/run/systemd/system')) return undefined
  const { stdout } = await run('systemctl', ['show', '--property=ExecStart', '--value', unit]).catch(() => ({
    stdout: '',
  }))
  if (!stdout.includes(`${home.current}/`)) return undefined
  return {
    name: `systemd (${unit})`,
    isRunning: () =>
      run('systemctl', ['is-active', '--quiet', unit]).then(
        () => true,
        () => false,
      ),
    start: async () => void (await run('systemctl', ['start', unit])),
    stop: async () => void (await run('systemctl', ['stop', unit])),
  }
}

/** SkyPanel as `skypanel start --detach` runs it. */
export function ownService(home: Home, dataDir: string, environment: NodeJS.ProcessEnv): Service {
  const file = join(dataDir, 'skypanel.pid')
  return {
    name: 'the command line',
    isRunning: async () => readProcessFile(file) !== undefined,
    async start(onChild) {
      await runStep({
        ...{ release: home.current, words: ['start', '--detach', '--no-wait'] },
        ...{ dataDir, environment, onChild },
      })
    },
    stop: () => endProcessOf(file),
  }
}

/**
 * Ends the process of a process file.
 * @throws Error when it is still there after `patience`
 */
export async function endProcessOf(file: string): Promise<void> {
  const pid = readProcessFile(file)
  if (pid === undefined) return
  process.kill(pid, 'SIGTERM')
  for (const deadline = Date.now() + patience; readProcessFile(file) !== undefined; await pause(50)) {
    if (Date.now() > deadline) throw new Error(`SkyPanel (process ${pid}) does not end.`)
  }
}
