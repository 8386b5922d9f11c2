// Entry of `stream`: firehose, index, pushes.
import { readConfigOrExit } from './config.ts'
import { createLog } from './create-log.ts'
import { createStreamContext } from './create-stream-context.ts'
import { exitOnSignal } from './exit-on-signal.ts'
import { startIngest } from './ingest/start-ingest.ts'
import { endAtStart } from './integrity/end-process.ts'
import { feedChannel, findFeedChannel } from './live/feed-topics.ts'
import { findOwnSession, sessionTopic } from './live/find-own-session.ts'
import type { LiveServer } from './live/live-server.ts'
import { openLiveServer } from './live/open-live-server.ts'

const config = readConfigOrExit()
const log = createLog(config, 'stream')
const ctx = await createStreamContext(config, log).catch((error) => endAtStart(config, log, error))
let live: LiveServer | undefined
const ingest = await startIngest(ctx, (gained, notified) => {
  for (const [feedId, count] of gained) {
    const channel = feedChannel(feedId, ingest.sharingOf)
    if (channel) live?.publish(channel, JSON.stringify({ topic: `feed:${feedId}`, count }))
  }
  for (const [did, count] of notified) {
    const message = JSON.stringify({ topic: 'notifications', count })
    for (const sessionId of ingest.sessionsOf(did)) live?.publish(sessionTopic(sessionId), message)
  }
})
live = await openLiveServer(
  config.streamPort,
  {
    origin: config.publicUrl.origin,
    findChannel: (topic, cookie) => findFeedChannel(topic, ingest.sharingOf, () => findOwnSession(ctx, cookie)),
    async findOwnTopic(cookie) {
      const session = await findOwnSession(ctx, cookie)
      if (!session) return undefined
      await ingest.meet(session.did, session.sessionId)
      return sessionTopic(session.sessionId)
    },
    health: () => ({
      ...ingest.look(),
      sockets: live?.sockets() ?? 0,
      process: ctx.processWatch.look(),
      queries: ctx.queries.counts,
      jobs: ctx.jobs.list(),
    }),
  },
  log,
)
log.info({ port: config.streamPort, carrier: live.carrier }, 'listening')
process.send?.({ ready: 'stream' })

exitOnSignal(log, async () => {
  await Promise.all([live?.close(), ingest.stop()])
  ctx.close()
})
