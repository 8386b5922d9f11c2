// Keeps the process that decodes pictures: started when needed, ended when idle or stuck, a few jobs at once.
import { type ChildProcess, fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { createTurns } from './create-turns.ts'
import type { ResizeAnswer, ResizeJob, ResizeOutcome, ShrinkJob } from './resize-job.ts'

type Result = Omit<ResizeAnswer, 'id'>
type Job = Omit<ResizeJob, 'id'> | Omit<ShrinkJob, 'id'>

export type Resizer = {
  /** @throws AppError 503 when too much waits */
  resize(job: Omit<ResizeJob, 'id'>): Promise<ResizeOutcome>
  /** `made` is there when the outcome is `done`. @throws AppError 503 when too much waits */
  shrink(job: Omit<ShrinkJob, 'id'>): Promise<Result>
  close(): void
}

/** One core is left to the pages. */
const atOnce = Math.max(1, Math.min(2, availableParallelism() - 1))
/** After so long without work (ms) the process ends, and its memory is free. */
const idleTime = 30_000
/** The library gives up after 10 s by itself. What it cannot stop is ended with the process. */
const longestJob = 20_000
/** Somebody's own picture is large, and tried in several qualities, on a slow box one after the other. */
const longestShrink = 120_000

/** The allocator gives the room of a picture back when it is done (mallopt(3)), instead of keeping it for the next. */
const frugal = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' }

/**
 * @param entry the path of resizer.ts, or of what the build made of it
 * @param patience how long a job may take, in ms
 */
export function createResizer(entry: string, patience = longestJob): Resizer {
  const takeTurn = createTurns(atOnce, 300)
  const jobs = new Map<number, (result: Result) => void>()
  let child: ChildProcess | undefined
  let idle: NodeJS.Timeout | undefined
  let lastId = 0

  function start(): ChildProcess {
    const started = fork(entry, {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: ['--max-semi-space-size=1', '--max-old-space-size=48'],
      env: { ...frugal, UV_THREADPOOL_SIZE: String(atOnce) },
    })
    started.on('message', ({ id, ...result }: ResizeAnswer) => settle(id, result))
    started.on('error', () => end(started))
    started.once('exit', () => end(started))
    return started
  }

  /** Whatever the process was doing comes to nothing; the next job starts another one. */
  function end(ended: ChildProcess): void {
    if (child !== ended) return
    child = undefined
    for (const id of [...jobs.keys()]) settle(id, { outcome: 'broken' })
  }

  function settle(id: number, result: Result): void {
    const done = jobs.get(id)
    jobs.delete(id)
    done?.(result)
  }

  function stop(): void {
    clearTimeout(idle)
    const ended = child
    if (!ended) return
    end(ended)
    ended.kill('SIGKILL')
  }

  function run(job: Job, longest: number): Promise<Result> {
    clearTimeout(idle)
    child ??= start()
    const working = child
    const id = ++lastId
    return new Promise<Result>((resolve) => {
      const timer = setTimeout(stop, longest).unref()
      jobs.set(id, (result) => {
        clearTimeout(timer)
        if (jobs.size === 0) idle = setTimeout(stop, idleTime).unref()
        resolve(result)
      })
      working.send({ ...job, id } satisfies ResizeJob | ShrinkJob, (error) => {
        if (error) settle(id, { outcome: 'broken' })
      })
    })
  }

  return {
    resize: (job) => takeTurn(async () => (await run(job, patience)).outcome),
    shrink: (job) => takeTurn(() => run(job, Math.max(patience, longestShrink))),
    close: stop,
  }
}
