// `stream` as a process of its own, as the supervisor starts it, for tests that kill it.
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')

/** Starts the built process. Its output is the test's when TEST_LOG_LEVEL is set. */
export function startStream(settings: NodeJS.ProcessEnv): ChildProcess {
  return fork(join(root, 'dist', 'server', 'app', 'stream.js'), {
    cwd: root,
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

/** Ends the process and waits until it is gone. @returns its exit code, null after a signal nobody handled */
export function endStream(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve) => {
    child.once('exit', resolve)
    child.kill(signal)
  })
}

/** Waits until the process says that it is ready. @throws Error when it ends before */
export function readyStream(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve())
    child.once('exit', (code, signal) => reject(new Error(`stream ended with ${code ?? signal}`)))
  })
}
