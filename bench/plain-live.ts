// The peer of bench/live: the least that `ws` needs to tell everybody of a post. A process of its own.
import { WebSocket, WebSocketServer } from 'ws'

const [firehose = '', mark = ''] = process.argv.slice(2)
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/live', perMessageDeflate: false })
const frames = new WebSocket(`${firehose}/xrpc/com.atproto.sync.subscribeRepos`)
frames.on('message', (data: Buffer) => {
  if (!data.includes(mark)) return
  for (const client of server.clients) client.send('{"topic":"feed:1","count":1}')
})
frames.once('open', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 })
})
process.on('disconnect', () => process.exit())
