// Keeps one process alive: starts it again with back-off, and gives up on one that dies again and again.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Logger } from 'pino'
import { type CrashBounds, createCrashRecord, usualCrashBounds } from './crash-record.ts'
import { keepLastLines } from './last-lines.ts'

/** In ms: the first wait and the longest one, how long a life is not a young one, and how long an end may take. */
type Pace = CrashBounds & { first: number; most: number; young: number; grace: number }

const usualPace: Pace = { ...usualCrashBounds, first: 500, most: 30_000, young: 60_000, grace: 9000 }

type Options = {
  name: string
  file: string
  execArgv: string[]
  env: NodeJS.ProcessEnv
  log: Logger
  onMessage: (message: unknown) => void
  /** @returns whether the end is dealt with: then it is not started again */
  onEnd: (code: number | null) => boolean
  /** Told once that it died too often, in a sentence with its last words. */
  onGiveUp: (sentence: string) => void
  pace?: Pace
}

/** Restarts at once after a long life, and after `first` to `most` ms when the process died young several times. */
export function keepProcess({ pace = usualPace, ...options }: Options): { stop: () => Promise<void> } {
  const { name, log } = options
  const crashes = createCrashRecord(pace)
  let child: ChildProcess | undefined
  let timer: NodeJS.Timeout | undefined
  let isStopping = false

  function start(failures: number): void {
    const started = Date.now()
    const { file, execArgv, env } = options
    const begun = fork(file, { stdio: ['ignore', 'inherit', 'pipe', 'ipc'], execArgv, env })
    const lastLines = begun.stderr ? keepLastLines(begun.stderr, process.stderr) : () => []
    child = begun
    log.info({ process: name, child: begun.pid }, 'process started')
    begun.on('message', options.onMessage)
    begun.once('error', (error) => log.error({ err: error, process: name }, 'process cannot be started or reached'))
    begun.once('exit', async (code, signal) => {
      child = undefined
      await hearOut(begun)
      if (isStopping || options.onEnd(code)) return
      const now = Date.now()
      if (crashes.note(now)) return options.onGiveUp(describeLoop(name, pace, signal ?? code, lastLines()))
      const young = now - started < pace.young ? failures + 1 : 0
      const delay = Math.min(pace.most, pace.first * 2 ** Math.max(0, young - 1))
      log.error({ process: name, code, signal, delay, lastLines: lastLines() }, 'process ended; starting it again')
      timer = setTimeout(start, delay, young)
    })
  }

  start(0)
  return {
    async stop() {
      isStopping = true
      clearTimeout(timer)
      if (child) await endProcess(child, pace.grace)
    },
  }
}

/** Its last words may come after its end; what it started itself may hold the pipe open. */
async function hearOut({ stderr }: ChildProcess): Promise<void> {
  if (!stderr || stderr.readableEnded) return
  await once(stderr, 'end', { signal: AbortSignal.timeout(500) }).catch(() => {})
}

function describeLoop(name: string, { deaths, within }: Pace, end: unknown, lines: string[]): string {
  const words = lines.length > 0 ? `\nIts last words:\n${lines.map((line) => `  ${line}`).join('\n')}` : ''
  return `${name} ended ${deaths} times within ${within / 60_000} minutes, the last time with ${end}: it is not started again.${words}`
}

function endProcess(child: ChildProcess, grace: number): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), grace).unref()
  })
}
