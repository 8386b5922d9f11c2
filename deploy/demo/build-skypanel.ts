// The production build, made in a process of its own so that its memory goes when it is done.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { endGroup, signalGroup } from './process-group.ts'

/** Builds `dist/` when it is not up to date. Throws when the build fails or `signal` ends it. */
export async function buildSkyPanel(say: (line: string) => void, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const child = spawn(process.execPath, [fileURLToPath(new URL('../build.ts', import.meta.url))], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = () => signalGroup(child, 'SIGKILL')
  signal.addEventListener('abort', stop)
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n').filter(Boolean)) say(line)
    })
  }
  const [code] = await once(child, 'exit')
  signal.removeEventListener('abort', stop)
  await endGroup(child, stop, 0)
  signal.throwIfAborted()
  if (code !== 0) throw new Error('the build failed')
}
