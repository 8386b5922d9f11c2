// Child processes that lead a group of their own: Ctrl-C in the terminal does not reach them, and they end as one.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * Ends a child that was started with `detached`, and everything it started: `ask` asks it to, and what is still there
 * after `patience` ms is killed. Resolves when nothing of it runs.
 */
export async function endGroup(child: ChildProcess, ask: () => void, patience: number): Promise<void> {
  if (child.pid === undefined) return
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit')
    ask()
    const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), patience)
    await ended
    clearTimeout(timer)
  }
  const deadline = Date.now() + 3_000
  while (signalGroup(child, 0)) {
    if (Date.now() > deadline) signalGroup(child, 'SIGKILL')
    if (Date.now() > deadline + 1_000) return // what is left are entries that nobody has collected
    await delay(20)
  }
}

/** False when nothing of the child's group is left. Signal 0 only asks. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  try {
    return child.pid !== undefined && process.kill(-child.pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}
