// Locks a database file as another program would.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** @returns what lets go of it */
export async function lockFile(file: string): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'hold-lock.ts'), file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  await Promise.race([
    once(child.stdout, 'data'),
    exited.then(() => {
      throw new Error('the file could not be locked')
    }),
  ])
  return async () => {
    child.stdin.end()
    await exited
  }
}
