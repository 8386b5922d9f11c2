// A running SkyPanel for a test: `web` and, when asked for, `stream`, as built for production, on free ports.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { smallHeap } from '#server/life/small-heap.ts'
import { builtProcess } from './built-process.ts'
import { findPort } from './find-port.ts'

/** Names an index.db as `stream` leaves it once it has started, for servers without one. Set by run.ts. */
export const emptyIndexVariable = 'SKYPANEL_TEST_INDEX'

export type TestServer = {
  /** The address of the box, without a slash at the end. */
  url: string
  dataDir: string
  /** The process `web`. */
  webPid?: number | undefined
  /** The port of `stream`. */
  streamPort: string
  /** What the processes have logged so far. */
  log: () => string
  close: () => Promise<void>
}

type Options = {
  /** Whether `stream` runs as well; without it index.db exists and stays empty. */
  stream?: boolean
  /** Settings over those of the network. */
  settings?: Record<string, string>
  /** Told the data folder before anything starts. */
  prepare?: (dataDir: string) => void
}

/**
 * Starts SkyPanel on `network` with a data folder of its own. It comes from the build: run tests with
 * tests/run.ts, which makes it. Resolves once /healthz answers.
 */
export async function startServer(
  network: { settings: Record<string, string> },
  options: Options = {},
): Promise<TestServer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryStart(network, options)
    } catch (error) {
      // A port that was free may be taken a moment later.
      if (attempt === 5 || !String(error).includes('EADDRINUSE')) throw error
    }
  }
}

async function tryStart(
  network: { settings: Record<string, string> },
  { stream = false, settings = {}, prepare }: Options,
): Promise<TestServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'skypanel-test-'))
  prepare?.(dataDir)
  const [port, streamPort] = [await findPort(), await findPort()]
  const environment = {
    PATH: process.env.PATH,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    DATA_DIR: dataDir,
    PORT: String(port),
    STREAM_PORT: String(streamPort),
    APP_PASSWORDS: 'true',
    // Tests of signing up say otherwise.
    SIGN_UP: 'open',
    SETUP_CODE: 'false',
    // The machine may be busy: only the tests of slow upstreams want to see pages give up.
    UPSTREAM_PATIENCE: '60000',
    ...network.settings,
    ...settings,
  }
  const output: string[] = []
  const index = join(dataDir, 'index.db')
  const emptyIndex = process.env[emptyIndexVariable]
  if (!stream && emptyIndex && !existsSync(index)) copyFileSync(emptyIndex, index)
  const start = (name: string) => startProcess(name, environment, output)
  const children = stream || !emptyIndex ? [start('stream'), start('web')] : [start('web')]
  let isClosing = false
  const close = async () => {
    isClosing = true
    await Promise.all(children.map(endProcess))
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await Promise.all(children.map((child) => isReady(child, output)))
    // It has made index.db, which `web` reads.
    if (!stream && !emptyIndex) await Promise.all(children.splice(0, 1).map(endProcess))
    for (const child of children) {
      child.once('close', (code, signal) => {
        if (!isClosing) console.error(`a process of SkyPanel ended with ${signal ?? code}:\n${output.join('')}`)
      })
    }
    const url = `http://127.0.0.1:${port}`
    const health = await fetch(`${url}/healthz`)
    if (!health.ok) throw new Error(`/healthz answers ${health.status}`)
    const webPid = children.at(-1)?.pid
    return { url, dataDir, webPid, streamPort: String(streamPort), close, log: () => output.join('') }
  } catch (error) {
    await close()
    throw error
  }
}

function startProcess(name: string, env: NodeJS.ProcessEnv, output: string[]): ChildProcess {
  const child = fork(builtProcess(name), {
    env,
    // As the supervisor starts them.
    execArgv: smallHeap.flags,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  for (const pipe of [child.stdout, child.stderr]) pipe?.on('data', (chunk: Buffer) => output.push(chunk.toString()))
  return child
}

async function isReady(child: ChildProcess, output: string[]): Promise<void> {
  // Its words come before `close`, not before `exit`.
  const ended = once(child, 'close').then(([code]) => {
    throw new Error(`a process of SkyPanel ended with ${code}:\n${output.join('')}`)
  })
  const ready = once(child, 'message', { signal: AbortSignal.timeout(180_000) }).catch((cause) => {
    throw new Error(`a process of SkyPanel is not ready after three minutes:\n${output.join('')}`, { cause })
  })
  await Promise.race([ready, ended])
  ended.catch(() => undefined)
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 12_000)
  await exit
  clearTimeout(timer)
}
