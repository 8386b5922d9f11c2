// Run as a process, because a driver's calls hold up the one they are made in: carries connections from one port to another
// until it is told to cut them.
import { connect, createServer, type Socket } from 'node:net'

const [from, to] = process.argv.slice(2).map(Number)
const sockets = new Set<Socket>()
let isCut = false

createServer((near) => {
  if (isCut) {
    near.destroy()
    return
  }
  const far = connect(to ?? 0, '127.0.0.1')
  for (const [own, other] of [
    [near, far],
    [far, near],
  ] as const) {
    sockets.add(own)
    own.on('error', () => undefined)
    own.on('close', () => {
      sockets.delete(own)
      other.destroy()
    })
    own.pipe(other)
  }
}).listen(from, '127.0.0.1', () => process.send?.('ready'))

process.on('message', (message) => {
  isCut = message === 'cut'
  if (isCut) for (const socket of sockets) socket.destroy()
  process.send?.('done')
})
process.on('disconnect', () => process.exit(0))
