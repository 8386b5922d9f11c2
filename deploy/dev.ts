// `npm run dev`: the pages from Vite with our context, checks and `stream`, configured like `npm start`.
import { fork } from 'node:child_process'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { AstroIntegration } from 'astro'
import { dev } from 'astro'
import { findViewer } from '#server/auth/find-viewer.ts'
import { readConfigOrExit } from '#server/config.ts'
import { createWebContext, type WebContext } from '#server/context.ts'
import { createLog } from '#server/create-log.ts'
import { exitOnSignal } from '#server/exit-on-signal.ts'
import { answerPicture, isPicturePath } from '#server/http/answer-picture.ts'
import { answerVideo, isVideoPath } from '#server/http/answer-video.ts'
import { believeProxy } from '#server/http/believe-proxy.ts'
import { checkOrigin } from '#server/http/check-origin.ts'
import { startReading } from '#server/reading.ts'

const root = join(import.meta.dirname, '..')
process.env.ASTRO_TELEMETRY_DISABLED = '1'

const config = readConfigOrExit()
const log = createLog(config, 'dev')
const stream = fork(join(root, 'src/server/stream.ts'))
const ctx = await createWebContext(config, log)
const server = await dev({
  root,
  server: { host: config.host, port: config.port },
  integrations: [pagesContext(ctx)],
  vite: {
    server: { strictPort: true, proxy: { '/live': { target: `ws://127.0.0.1:${config.streamPort}`, ws: true } } },
  },
})

exitOnSignal(log, async () => {
  stream.kill('SIGTERM')
  await server.stop()
  ctx.close()
})

/** Gives Astro's development server what web.ts gives the built pages. The policy header is left out: Vite inlines. */
function pagesContext(context: WebContext): AstroIntegration {
  return {
    name: 'skypanel-context',
    hooks: {
      'astro:server:setup': ({ server: vite }) => {
        vite.middlewares.use((request: IncomingMessage, response, next) => {
          believeProxy(config, request)
          const refusal = checkOrigin({ method: request.method ?? 'GET', headers: request.headers }, config)
          if (refusal) return void response.writeHead(refusal.status).end(refusal.message)
          const pathname = request.url?.split('?')[0] ?? ''
          if (isVideoPath(pathname)) return void answerVideo(context, request, response, pathname).catch(next)
          if (isPicturePath(pathname)) return void answerPicture(context, request, response, pathname).catch(next)
          findViewer(context, request.headers.cookie).then((viewer) => {
            const reading = startReading(request.method, context.now(), config.upstreamPatience)
            Reflect.set(request, Symbol.for('astro.locals'), { ctx: context, viewer, reading })
            context.readings.run(reading, next)
          }, next)
        })
      },
    },
  }
}
