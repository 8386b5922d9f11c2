// Asks a process that has loaded watch-loop.ts how late its event loop was since it was last asked.
import type { ChildProcess } from 'node:child_process'
import type { LoopLook } from './watch-loop.ts'

export function lookAtLoop(child: ChildProcess): Promise<LoopLook> {
  return new Promise((resolve) => {
    const hear = (message: { look?: LoopLook }) => {
      if (!message.look) return
      child.off('message', hear)
      resolve(message.look)
    }
    child.on('message', hear)
    child.send('look')
  })
}
