// Many sockets from one process, as thin as can be: what is measured is who serves them.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export type LiveSockets = {
  /** Resolves with when each socket heard `text`, in ms of `performance.now()`. */
  hear(text: string): Promise<number[]>
  close(): void
}

/** A text frame as a client sends it: masked, with a mask of zeros (RFC 6455 §5.3). */
function writeFrame(text: string): Buffer {
  const body = Buffer.from(text)
  return Buffer.concat([Buffer.from([0x81, 0x80 | body.length, 0, 0, 0, 0]), body])
}

/**
 * Opens `count` sockets to `/live` on 127.0.0.1:`port`, a few at a time; each says `first` and waits for an answer, if
 * there is one to wait for.
 */
export async function openSockets(
  port: number,
  { origin, count, first }: { origin: string; count: number; first: string | undefined },
): Promise<LiveSockets> {
  const sockets: Socket[] = []
  let [wanted, left, times]: [string, number, number[]] = ['', 0, []]
  let done = () => {}

  async function open(): Promise<void> {
    const socket = connect(port, '127.0.0.1').setNoDelay()
    socket.on('error', () => socket.destroy())
    await once(socket, 'connect')
    socket.write(
      `GET /live HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    )
    const [head] = (await once(socket, 'data')) as [Buffer]
    if (!head.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(head.toString('latin1').split('\r\n')[0])
    if (first !== undefined) {
      socket.write(writeFrame(first))
      await once(socket, 'data')
    }
    socket.on('data', (data: Buffer) => {
      if (wanted === '' || !data.includes(wanted)) return
      times.push(performance.now())
      if (--left === 0) done()
    })
    sockets.push(socket)
  }

  while (sockets.length < count) await Promise.all(Array.from({ length: Math.min(50, count - sockets.length) }, open))
  return {
    async hear(text) {
      const all = new Promise<void>((resolve) => {
        done = resolve
      })
      ;[wanted, left, times] = [text, sockets.length, []]
      await all
      return times
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
    },
  }
}
