// The production build's two processes, for benchmarks that look at what `web` costs. Linux: reads /proc.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { choosePort } from '#demo/choose-port.ts'
import { smallHeap } from '#server/life/small-heap.ts'

export type Box = Awaited<ReturnType<typeof startBox>>

const app = join(import.meta.dirname, '..', 'dist', 'server', 'app')
/** Whoever a benchmark signs in is welcome. */
const open = { SIGN_UP: 'open', SETUP_CODE: 'false' }
/** Tells how late the event loop of `stream` is: see watch-loop.ts. */
const probe = ['--import', join(import.meta.dirname, 'watch-loop.ts')]
/**
 * Resolves when both processes are ready.
 * @param profile a folder for a CPU profile of `web`, written when it ends
 */
export async function startBox(network: { settings: Record<string, string> }, profile?: string, isProbed = false) {
  const dataDir = mkdtempSync(join(tmpdir(), 'skypanel-box-'))
  const port = await choosePort(24_000)
  const settings = { DATA_DIR: dataDir, PORT: String(port), APP_PASSWORDS: 'true', LOG_LEVEL: 'error', ...open }
  const env = { ...process.env, ...network.settings, ...settings, NODE_ENV: 'production', ...smallHeap.environment }
  const start = (name: string) => {
    const watched = profile && name === 'web' ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []
    const probed = isProbed && name === 'stream' ? probe : []
    return fork(join(app, `${name}.js`), { env, execArgv: [...smallHeap.flags, ...watched, ...probed] })
  }
  const [stream, web] = [start('stream'), start('web')]
  await Promise.all([once(stream, 'message'), once(web, 'message')])
  return {
    url: `http://127.0.0.1:${port}`,
    web,
    stream,
    async close() {
      for (const child of [stream, web]) child.kill('SIGTERM')
      await Promise.all([once(stream, 'exit'), once(web, 'exit')])
      rmSync(dataDir, { recursive: true })
    },
  }
}

/** CPU that a process has used, in ms. Clock ticks are 10 ms. */
export function cpuOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** Resident memory of a process, in MB. */
export function memoryOf({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}
