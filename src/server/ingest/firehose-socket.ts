// One connection to a stream of the network over WebSocket: paused when told, closed when silent.
import { WebSocket } from 'ws'
import { frameLimit } from './read-frame.ts'

/** `status`: the server's answer instead of a connection, where that is why. */
export type FirehoseEnd = { reason: string; oversized: boolean; status?: number | undefined }

type Options = {
  relayUrl: string
  /** Instead of com.atproto.sync.subscribeRepos. */
  method?: string
  /** A whole address instead of relay, method and cursor. */
  address?: URL
  cursor: number | undefined
  signal: AbortSignal
  onFrame: (frame: Uint8Array, isBinary: boolean) => void
  onOpen?: (pause: () => void, resume: () => void) => void
}

const subscribeRepos = 'com.atproto.sync.subscribeRepos'
/** Silence is broken by a ping after this many ms; the answer may take as long. */
const heartbeat = 20_000

/** Listens until the connection ends, and says why. Never throws. */
export function listenToFirehose({
  relayUrl,
  method = subscribeRepos,
  address,
  cursor,
  signal,
  onFrame,
  onOpen,
}: Options): Promise<FirehoseEnd> {
  const url = address ?? new URL(`/xrpc/${method}`, relayUrl)
  if (cursor !== undefined) url.searchParams.set('cursor', String(cursor))
  return new Promise((resolve) => {
    const socket = new WebSocket(url, {
      maxPayload: frameLimit,
      handshakeTimeout: 15_000,
      perMessageDeflate: false,
      skipUTF8Validation: true,
      followRedirects: false,
    })
    let end: FirehoseEnd = { reason: 'closed', oversized: false }
    let heard = true
    const timer = setInterval(() => {
      if (socket.isPaused || socket.readyState !== WebSocket.OPEN) return
      if (!heard) return socket.terminate()
      heard = false
      socket.ping()
    }, heartbeat)
    const stop = () => socket.terminate()
    signal.addEventListener('abort', stop, { once: true })

    socket.on('open', () =>
      onOpen?.(
        () => socket.pause(),
        () => socket.resume(),
      ),
    )
    socket.on('message', (data: Buffer, isBinary) => {
      heard = true
      onFrame(data, isBinary)
    })
    socket.on('pong', () => {
      heard = true
    })
    socket.on('error', (error: Error & { code?: string }) => {
      const status = /^Unexpected server response: (\d{3})$/.exec(error.message)?.[1]
      end = {
        reason: error.message.slice(0, 200),
        oversized: error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH',
        status: status === undefined ? undefined : Number(status),
      }
    })
    socket.on('close', (code) => {
      clearInterval(timer)
      signal.removeEventListener('abort', stop)
      resolve(end.reason === 'closed' ? { ...end, reason: `closed with ${code}` } : end)
    })
    if (signal.aborted) stop()
  })
}
