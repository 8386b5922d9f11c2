// SkyPanel for the demo: the production build's supervisor as a child, with its data in a folder that goes with it.
import { type ChildProcess, fork } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { endGroup } from './process-group.ts'
import { temporaryFolder } from './temporary-folder.ts'

export type SkyPanel = { url: string; ended: Promise<string>; close(): Promise<void> }

/**
 * Starts SkyPanel on `port` (and its stream on the next) and resolves when both of its processes answer. `say` gets
 * what it logs. `ended` resolves with the reason when it ends by itself. Throws, leaving nothing, when it does not start.
 */
export async function startSkyPanel(
  network: { settings: Record<string, string> },
  port: number,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<SkyPanel> {
  signal.throwIfAborted()
  const folder = await temporaryFolder('skypanel-demo-')
  const url = `http://127.0.0.1:${port}`
  const { SKYPANEL_CONFIG: _, ...environment } = process.env
  const child = fork(fileURLToPath(new URL('../../dist/server/app/supervisor.js', import.meta.url)), [], {
    cwd: folder, // where no skypanel.toml lies
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...environment,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'warn',
      // All of the network lies on this machine, which may be slow.
      UPSTREAM_PATIENCE: '30000',
      ...network.settings,
      PUBLIC_URL: url,
      PORT: String(port),
      STREAM_PORT: String(port + 1),
      DATA_DIR: folder,
      APP_PASSWORDS: 'true',
      SIGN_UP: 'open',
      SETUP_CODE: 'false',
      IMAGE_PROXY: 'true',
      // A did:web is fetched over plain http from `localhost` only.
      SERVICE_DID: `did:web:localhost%3A${port}`,
    },
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n').filter(Boolean)) say(line)
    })
  }
  const close = async () => {
    await endGroup(child, () => child.kill('SIGTERM'), 12_000)
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, by) => resolve(`SkyPanel ended (${by ?? code})`))
  })
  try {
    await readiness(child, ended, signal)
    return { url, ended, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Resolves when the supervisor says that web and stream are ready. */
async function readiness(child: ChildProcess, ended: Promise<string>, signal: AbortSignal): Promise<void> {
  const ready = new Promise<void>((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    child.on('message', (message: { ready?: string }) => {
      if (message.ready === 'skypanel') resolve()
    })
    setTimeout(() => reject(new Error('SkyPanel was not ready within 60 s')), 60_000).unref()
  })
  const failed = ended.then((reason) => {
    throw new Error(`${reason} before it was ready`)
  })
  await Promise.race([ready, failed])
}
