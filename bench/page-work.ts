// What of a page is our own work: the answer of upstream in memory → posts by the rules → HTML, beside the library's
// `moderatePost` on the same posts; and the whole page as `web` makes it, without sockets. A process of its own with the
// flags of `web`: page-cpu.bench.ts starts it and prints what it sends.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { IncomingMessage, ServerResponse } from 'node:http'
import { registerHooks } from 'node:module'
import { Duplex } from 'node:stream'
import { type AppBskyFeedDefs, type ModerationOpts, moderatePost } from '@atproto/api'
import { readAnswer } from '#server/atproto/check-answer.ts'
import { decidePost } from '#server/atproto/decide-post.ts'
import { toSlices } from '#server/atproto/to-slices.ts'
import { UpstreamAgent } from '#server/atproto/upstream-agent.ts'
import { startSession } from '#server/auth/start-session.ts'
import { createListener } from '#server/http/answer-request.ts'
import { openLens } from '#server/reads/open-lens.ts'
import type { Viewer } from '#types/viewer.ts'
import { openContext } from '../tests/context.ts'

/** What page-cpu.bench.ts writes into the file that it names. */
export type Material = {
  settings: Record<string, string>
  person: { did: string; handle: string }
  /** By method. */
  answers: Record<string, string>
  mutedWords: Required<ModerationOpts['prefs']>['mutedWords']
}

const { settings, person, answers, mutedWords } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Material
const { ctx, close } = await openContext({ settings })
const viewer: Viewer = { userId: 1, sessionId: 1, ...person, role: 'administrator', kind: 'password' }
const agent = new UpstreamAgent({
  upstream: ctx.upstream,
  who: person.did,
  host: 'memory',
  fetchHandler: async (path) => {
    const answer = answers[new URL(path, 'http://memory').pathname.replace('/xrpc/', '')]
    return answer === undefined ? Response.json({ error: 'NotFound' }, { status: 404 }) : new Response(answer)
  },
})
ctx.auth.agents.set(`password ${person.did}`, Promise.resolve({ agent, isClosed: false }))
const [cookie = ''] = await startSession(
  ctx,
  { ...person, kind: 'password' },
  { cookie: null, userAgent: null },
  { role: 'first' },
)

// Vite does this for the build.
registerHooks({
  load: (url, context, next) =>
    url.endsWith('.svg?raw')
      ? {
          format: 'module',
          shortCircuit: true,
          source: `export default ${JSON.stringify(readFileSync(new URL(url), 'utf8'))}`,
        }
      : next(url, context),
})
const { drawTimeline } = await import('../src/views/draw/draw-timeline.ts')

const method = 'app.bsky.feed.getTimeline'
const bytes = Buffer.from(answers[method] ?? '')
const { lens } = await openLens(ctx, viewer)
const tools = { pictures: ctx.pictures, videos: ctx.videos, now: ctx.now(), here: '/' }
const feedView = lens.feedViews.get('home')
const read = () => readAnswer(method, new TextDecoder().decode(bytes)).feed as AppBskyFeedDefs.FeedViewPost[]
const draw = () =>
  `${drawTimeline(tools, toSlices(read(), lens, { context: 'slices', isTimeline: true, feedView }), { viewer })}`

const posts = read().map(({ post }) => post)
const library: ModerationOpts = { ...lens.moderation, prefs: { ...lens.moderation.prefs, mutedWords } }
const causes = (decision: { causes: unknown }) => JSON.stringify(decision.causes)
const different = posts.find((post) => causes(decidePost(post, lens)) !== causes(moderatePost(post, library)))
if (different) throw new Error(`The two do not agree on ${different.uri}`)

const { handler } = await import(ctx.config.paths.pages)
const listen = createListener(ctx, handler)
const page = async () => {
  const chunks: Buffer[] = []
  const socket = new Duplex({
    read: () => {},
    write(chunk, _, done) {
      chunks.push(chunk)
      done()
    },
  })
  const request = new IncomingMessage(socket as ConstructorParameters<typeof IncomingMessage>[0])
  Object.assign(request, { method: 'GET', url: '/?show=newest' })
  Object.assign(request.headers, { host: ctx.config.publicUrl.host, cookie: cookie.split(';')[0] })
  request.push(null)
  const response = new ServerResponse(request)
  response.assignSocket(socket as Parameters<typeof response.assignSocket>[0])
  const done = once(response, 'finish')
  await listen(request, response)
  await done
  if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${Buffer.concat(chunks)}`)
  return Buffer.concat(chunks).toString()
}

const html = await page()
const work = {
  posts: posts.length,
  drawn: draw().match(/<article/g)?.length,
  inPage: html.match(/<article/g)?.length,
  own: await measure(draw, 400),
  library: await measure(() => posts.map((post) => moderatePost(post, library)), 60),
  page: await measure(page, 400),
}
process.send?.(work)
close()
process.exit()

/** CPU of this process, garbage included: ms a round. A quarter of the rounds goes before and does not count. */
async function measure(work: () => unknown, rounds: number): Promise<number> {
  for (let i = 0; i < rounds / 4; i++) await work()
  const before = process.cpuUsage()
  for (let i = 0; i < rounds; i++) await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / rounds
}
