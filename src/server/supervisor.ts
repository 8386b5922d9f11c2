// Entry of `skypanel start`: keeps `web` and `stream` alive, restarts with back-off, stops both together.
import { mkdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { nameTrouble } from '#db/name-trouble.ts'
import { keepBackups } from './backup/keep-backups.ts'
import { finishRestore } from './backup/restore-backup.ts'
import { extendEnvironment, readConfig, readConfigOrExit, supervised } from './config.ts'
import { createLog } from './create-log.ts'
import { keepBallast } from './disk/keep-ballast.ts'
import { exitOnSignal } from './exit-on-signal.ts'
import { exitCodes } from './integrity/exit-codes.ts'
import { keepChecks } from './integrity/keep-checks.ts'
import { lookAround } from './integrity/look-around.ts'
import { lookAtStart } from './integrity/look-at-start.ts'
import { keepProcess } from './life/keep-process.ts'
import { clearProcessFile, readProcessFile, writeProcessFile } from './life/process-file.ts'
import { smallHeap } from './life/small-heap.ts'

let config = readConfigOrExit()
let log = createLog(config, 'supervisor')
const extension = extname(import.meta.filename)
const ready = new Set<string>()
let isEnding = false
/** While both are stopped and about to be started again. */
let pausing = false

const processFile = claimFolder()
const aside = await finishRestore(config.dataDir)
if (aside) log.warn({ aside }, 'a restore that was interrupted is finished')
const refusal = await lookAtStart(config, log)
if (refusal) {
  log.fatal({ cure: refusal.cure }, refusal.found)
  process.exit(exitCodes.refused)
}
let kept = keepBoth()
let endings = keepOthers()
void lookAround(config, log)

exitOnSignal(log, async () => {
  isEnding = true
  await Promise.all([stopBoth(), endOthers()])
  clearProcessFile(processFile, process.pid)
})

/** Two SkyPanels in one folder would write to the same databases. */
function claimFolder(): string {
  const file = join(config.dataDir, 'skypanel.pid')
  const other = readProcessFile(file)
  if (other !== undefined && other !== process.pid) {
    console.error(`SkyPanel already runs with ${config.dataDir}: process ${other}.`)
    process.exit(2)
  }
  try {
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
    writeProcessFile(file, process.pid)
  } catch (error) {
    const cure =
      nameTrouble(error) === 'full'
        ? 'Make room on its disk: old backups and logs first.'
        : 'Give it to the user that runs SkyPanel (chown -R), and see that its disk is not mounted read-only.'
    console.error(`${config.dataDir} cannot be written: ${error instanceof Error ? error.message : error}.\n${cure}`)
    process.exit(1)
  }
  return file
}

async function endOthers(): Promise<void> {
  await Promise.all(endings.map((end) => end()))
}

/** What the supervisor does itself. @returns what ends each */
function keepOthers(): (() => void | Promise<void>)[] {
  return [
    keepBackups(config, log),
    keepBallast({ folder: config.dataDir, bytes: config.disk.ballast, log }),
    keepChecks({ config, log, rebuild, refuse: () => giveUp(exitCodes.refused, 'main.db cannot be used') }),
  ]
}

function keepBoth() {
  return ['web', 'stream'].map((name) =>
    keepProcess({
      name,
      log,
      file: join(import.meta.dirname, `${name}${extension}`),
      execArgv: smallHeap.flags,
      env: extendEnvironment({ ...smallHeap.environment, [supervised]: '1' }),
      onMessage: (message) => hear(name, message),
      onEnd: (code) => takeEnd(name, code),
      onGiveUp(sentence) {
        console.error(`SkyPanel stops: ${sentence}\n\`skypanel doctor\` may know the cure.`)
        giveUp(exitCodes.crashed, sentence)
      },
    }),
  )
}

async function stopBoth(): Promise<void> {
  await Promise.all(kept.map(({ stop }) => stop()))
}

/** @returns whether a process that ended with `code` is not simply started again */
function takeEnd(name: string, code: number | null): boolean {
  ready.delete(name)
  if (isEnding || pausing) return true
  if (code === exitCodes.rebuild) void rebuild()
  else if (code === 2 || code === exitCodes.refused)
    giveUp(code, `${name} cannot run like this; the lines above say why`)
  else return false
  return true
}

/** Starting again would not help: exit code 2 says that the configuration is unusable, the others what exitCodes says. */
function giveUp(code: number, sentence: string): void {
  if (isEnding) return
  isEnding = true
  log.fatal({ code }, sentence)
  process.exitCode = code
  process.kill(process.pid, 'SIGTERM')
}

/** A database that is made again by itself is damaged: it is thrown away while nobody has it open. */
function rebuild(): Promise<void> {
  return startAnew(async () => {
    await lookAtStart(config, log)
    await pause(500)
  })
}

/** With the configuration as it is now. What is being answered is answered first. */
async function restart(): Promise<void> {
  try {
    const next = readConfig()
    if (next.dataDir !== config.dataDir) throw new Error('DATA_DIR is another one: stop SkyPanel and start it')
    log.info('restarting, because an administrator asked')
    await startAnew(async () => {
      await endOthers()
      config = next
      log = createLog(config, 'supervisor')
      endings = keepOthers()
    })
  } catch (error) {
    log.error({ err: error }, 'not restarted')
  }
}

/** @param between what is done while neither process runs */
async function startAnew(between: () => Promise<void>): Promise<void> {
  if (isEnding || pausing) return
  pausing = true
  await stopBoth()
  ready.clear()
  if (!isEnding) await between()
  pausing = false
  if (!isEnding) kept = keepBoth()
}

function hear(name: string, message: unknown): void {
  if (typeof message !== 'object' || message === null) return
  if ('restart' in message) void restart()
  if (!('ready' in message)) return
  ready.add(name)
  if (ready.size === 2) process.send?.({ ready: 'skypanel' })
}
