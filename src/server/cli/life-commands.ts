// `skypanel start` and `skypanel stop`.
import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { type Config, readConfig } from '../config.ts'
import { readProcessFile } from '../life/process-file.ts'
import { findHome, type Home } from '../upgrade/find-home.ts'
import { endProcessOf, findSystemd } from '../upgrade/service.ts'
import { type Command, Failure, type Invocation } from './command.ts'
import { addressesOf, findAnswer, findRunning } from './find-running.ts'
import { recoverBeforeStart } from './upgrade-command.ts'

const spoken = z.object({ msg: z.string(), cure: z.string().optional() })

/** How long a start may take, in ms: an update converts index.db in it. */
const patience = 120_000

export const start: Command = {
  usage: '',
  help: 'Runs until Ctrl-C or `skypanel stop`. Where systemd looks after SkyPanel, it is\nasked to start it. An upgrade that was interrupted is finished first.',
  options: {
    detach: { type: 'boolean', short: 'd', description: 'Leave it running and give the terminal back' },
    foreground: { type: 'boolean', description: 'Run it here even where systemd has it' },
    'no-wait': { type: 'boolean', description: 'With --detach: do not wait until it answers' },
  },
  async run(invocation) {
    const { values, environment, terminal } = invocation
    const config = readConfig(environment)
    const answer = await findAnswer(config)
    if (answer?.isOurs) throw new Failure(`SkyPanel runs already, at ${answer.place}.`)
    if (answer) throw new Failure(`Another program answers at ${answer.place}: end it, or set PORT or STREAM_PORT.`)
    const home = findHome(config.paths.root)
    const systemd = values.foreground ? undefined : await findSystemd(home)
    if (systemd) {
      await systemd.start()
      return report(invocation, config, async () =>
        (await systemd.isRunning()) ? undefined : 'see `journalctl -u skypanel`',
      )
    }
    const isUndone = home && !values['no-wait'] && (await recoverBeforeStart(home, invocation, config))
    // This very process is of the release that was left.
    if (isUndone) return runCurrent(home, invocation)
    if (values.detach) return detach(invocation, config)
    terminal.note(`SkyPanel starts at ${config.publicUrl.origin}; Ctrl-C ends it.`)
    await import(supervisorFile())
    return new Promise(() => {})
  },
}

export const stop: Command = {
  usage: '',
  help: 'Waits until it is gone: requests that are being answered are finished first,\nwithin ten seconds.',
  async run({ environment, terminal }) {
    const config = readConfig(environment)
    const systemd = await findSystemd(findHome(config.paths.root))
    const file = processFileOf(config)
    const wasRunning = (await systemd?.isRunning()) || readProcessFile(file) !== undefined
    if (await systemd?.isRunning()) await systemd?.stop()
    await endProcessOf(file).catch((error) => {
      throw new Failure(error.message, { cause: error })
    })
    const other = wasRunning ? undefined : await findRunning(config)
    if (other) throw new Failure(`Something answers at ${other}, but it was not started with ${config.dataDir}.`)
    terminal.say(wasRunning ? 'SkyPanel is stopped.' : 'SkyPanel did not run.')
    terminal.json({ stopped: wasRunning })
    return 0
  },
}

function runCurrent({ current }: Home, { values, environment }: Invocation): Promise<number> {
  const options = Object.entries(values).flatMap(([name, value]) => (value === true ? [`--${name}`] : []))
  const child = spawn(join(current, 'skypanel'), ['start', ...options], { stdio: 'inherit', env: environment })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

async function detach(invocation: Invocation, config: Config): Promise<number> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const output = join(config.dataDir, 'output.log')
  const handle = openSync(output, 'w', 0o600)
  const child = spawn(process.execPath, [supervisorFile()], {
    detached: true,
    env: invocation.environment,
    stdio: ['ignore', handle, handle],
  })
  closeSync(handle)
  let end: string | undefined
  child.once('exit', (code, signal) => {
    const lines = readFileSync(output, 'utf8').trim().split('\n').slice(-10)
    end = `it ended with ${signal ?? code}:\n${lines.map(readLine).join('\n')}`
  })
  child.unref()
  if (invocation.values['no-wait']) {
    // Its process file is what others wait for.
    for (
      let turn = 0;
      turn < 100 && end === undefined && readProcessFile(processFileOf(config)) === undefined;
      turn++
    ) {
      await pause(100)
    }
    if (end !== undefined) throw new Failure(`SkyPanel does not start: ${end}`)
    return 0
  }
  return report(invocation, config, async () => end)
}

/** Waits until both processes answer. @param findEnd why it will not any more */
async function report(
  { terminal }: Invocation,
  config: Config,
  findEnd: () => Promise<string | undefined>,
): Promise<number> {
  for (const deadline = Date.now() + patience; ; await pause(200)) {
    if (await answerAll(config)) break
    const end = await findEnd()
    if (end !== undefined) throw new Failure(`SkyPanel does not start: ${end}`)
    if (Date.now() > deadline) throw new Failure('SkyPanel has begun, but it does not answer yet: `skypanel logs`.')
  }
  terminal.say(`SkyPanel runs at ${config.publicUrl.origin}.`)
  terminal.json({ running: true, publicUrl: config.publicUrl.origin })
  return 0
}

async function answerAll(config: Config): Promise<boolean> {
  const looks = addressesOf(config).map((address) =>
    fetch(`${address}/healthz`, { signal: AbortSignal.timeout(2000) }).then(
      (response) => response.ok,
      () => false,
    ),
  )
  return (await Promise.all(looks)).every(Boolean)
}

/** A line of the log as a sentence with its cure; any other as it is. */
function readLine(line: string): string {
  try {
    const { msg, cure } = spoken.parse(JSON.parse(line))
    return cure === undefined ? msg : `${msg} ${cure}`
  } catch {
    return line
  }
}

function processFileOf({ dataDir }: Config): string {
  return join(dataDir, 'skypanel.pid')
}

/** The entry beside the bundle, or its source. */
function supervisorFile(): string {
  const extension = extname(import.meta.filename)
  return join(import.meta.dirname, extension === '.js' ? 'supervisor.js' : join('..', 'supervisor.ts'))
}
