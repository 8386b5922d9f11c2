// Entry of `skypanel start`: keeps `web` and `stream` alive, restarts with back-off, stops both together.
import { type ChildProcess, fork } from 'node:child_process'
import { extname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { keepBackups } from './backup/keep-backups.ts'
import { finishRestore } from './backup/restore-backup.ts'
import { extendEnvironment, readConfigOrExit } from './config.ts'
import { createLog } from './create-log.ts'
import { exitOnSignal } from './exit-on-signal.ts'
import { exitCodes } from './integrity/exit-codes.ts'
import { keepChecks } from './integrity/keep-checks.ts'
import { lookAround } from './integrity/look-around.ts'
import { lookAtStart } from './integrity/look-at-start.ts'

const config = readConfigOrExit()
const log = createLog(config, 'supervisor')
const extension = extname(import.meta.filename)
const children = new Map<string, ChildProcess>()
const ready = new Set<string>()
let stopping = false
let rebuilding = false

/** V8 and the allocator take what is free; on a small box they shall collect instead (docs/decisions/013-small-heaps.md). */
const thrift = {
  flags: ['--max-semi-space-size=2', '--heap-growing-percent=20'],
  environment: { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' },
}

const aside = await finishRestore(config.dataDir)
if (aside) log.warn({ aside }, 'a restore that was interrupted is finished')
const refusal = await lookAtStart(config, log)
if (refusal) {
  log.fatal({ cure: refusal.cure }, refusal.found)
  process.exit(exitCodes.refused)
}
for (const name of ['web', 'stream']) keepAlive(name, 0)
const endings = [
  keepBackups(config, log),
  keepChecks({ config, log, rebuild, refuse: () => giveUp('supervisor', exitCodes.refused) }),
]
void lookAround(config, log)

exitOnSignal(log, async () => {
  stopping = true
  for (const end of endings) end()
  await Promise.all([...children.values()].map(stopChild))
})

/** Restarts at once after a long life, and after 0.5 to 30 s when the process died young several times. */
function keepAlive(name: string, failures: number): void {
  const started = Date.now()
  const child = fork(join(import.meta.dirname, `${name}${extension}`), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: thrift.flags,
    env: extendEnvironment(thrift.environment),
  })
  children.set(name, child)
  log.info({ process: name, child: child.pid }, 'process started')
  child.on('message', (message) => announceReady(name, message))
  child.once('exit', (code, signal) => {
    children.delete(name)
    ready.delete(name)
    if (stopping || rebuilding) return
    if (code === 2 || code === exitCodes.refused) return giveUp(name, code)
    if (code === exitCodes.rebuild) return rebuild()
    const young = Date.now() - started < 60_000 ? failures + 1 : 0
    const delay = Math.min(30_000, 500 * 2 ** Math.max(0, young - 1))
    log.error({ process: name, code, signal, delay }, 'process ended; starting it again')
    setTimeout(() => !stopping && !rebuilding && keepAlive(name, young), delay)
  })
}

/** Exit code 2 says that the configuration is unusable, 3 that main.db is: starting again would not help. */
function giveUp(name: string, code: number): void {
  log.fatal({ process: name, code }, 'SkyPanel cannot run like this; the lines above say why')
  process.exitCode = code
  process.kill(process.pid, 'SIGTERM')
}

/** A database that is made again by itself is damaged: it is thrown away while nobody has it open. */
async function rebuild(): Promise<void> {
  if (stopping || rebuilding) return
  rebuilding = true
  await Promise.all([...children.values()].map(stopChild))
  await lookAtStart(config, log)
  await pause(500)
  rebuilding = false
  if (!stopping) for (const name of ['web', 'stream']) keepAlive(name, 0)
}

function announceReady(name: string, message: unknown): void {
  if (typeof message !== 'object' || message === null || !('ready' in message)) return
  ready.add(name)
  if (ready.size === 2) process.send?.({ ready: 'skypanel' })
}

function stopChild(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), 9000).unref()
  })
}
