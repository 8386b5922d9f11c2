// Entry of `web`: the one public port.
import { createServer } from 'node:http'
import type { Duplex } from 'node:stream'
import { announceSetup } from './admin/announce-setup.ts'
import { readConfigOrExit } from './config.ts'
import { createWebContext } from './context.ts'
import { createLog } from './create-log.ts'
import { startSampling } from './dashboard/start-sampling.ts'
import { exitOnSignal } from './exit-on-signal.ts'
import { startGenerator } from './generator/start-generator.ts'
import { createListener } from './http/answer-request.ts'
import { endServer } from './http/end-server.ts'
import { answerUpgrade } from './http/pipe-upgrade.ts'
import { createRequestNotes } from './http/request-note.ts'
import { endAtStart } from './integrity/end-process.ts'
import { startPush } from './push/start-push.ts'
import { startSchedule } from './schedule/start-schedule.ts'
import { startUpdates } from './updates/check-updates.ts'

const config = readConfigOrExit()
const requests = createRequestNotes()
const log = createLog(config, 'web', () => {
  const note = requests.getStore()
  return note ? { requestId: note.id } : {}
})
const ctx = await createWebContext(config, log, requests).catch((error) => endAtStart(config, log, error))
await announceSetup(ctx)
const pages = await import(config.paths.pages)
// 300 MB over the line of a home take longer than the five minutes that Node gives a request.
const server = createServer({ requestTimeout: 60 * 60_000 }, createListener(ctx, pages.handler))
// Longer than a proxy in front of it: one that uses a connection as it is being closed answers 502.
server.keepAliveTimeout = 130_000
const upgraded = new Set<Duplex>()
server.on('upgrade', (request, socket, head) => {
  upgraded.add(socket)
  socket.once('close', () => upgraded.delete(socket))
  answerUpgrade(config, request, socket, head)
})
server.listen(config.port, config.host, () => {
  log.info({ url: config.publicUrl.href }, 'listening')
  process.send?.({ ready: 'web' })
})
server.once('error', (error) => {
  log.fatal({ err: error }, `cannot listen on ${config.host}:${config.port}`)
  console.error(`web cannot listen on ${config.host}:${config.port}: ${error.message}`)
  process.exit(1)
})

const stop = new AbortController()
const runners = [
  startPush(ctx, stop.signal),
  startSchedule(ctx, stop.signal),
  startGenerator(ctx, stop.signal),
  startSampling(ctx, stop.signal),
  startUpdates(ctx, stop.signal),
]

exitOnSignal(log, async () => {
  stop.abort()
  await endServer(server, upgraded)
  await Promise.all(runners.map(({ done }) => done))
  ctx.close()
})
