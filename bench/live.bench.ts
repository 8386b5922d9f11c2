// How soon a post that a PDS sends is heard on 5,000 open pages of one feed, and what 10,000 idle ones weigh. Time starts
// when a bare socket on the same firehose has the frame: a PDS looks for what is new up to a second after it answers. The
// peer is a plain `ws` server which follows the same firehose and decodes nothing. All sockets are sent to; 200 of them,
// spread among the others, say when they heard, so that what listens is not what is measured.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { startPdsNetwork } from '#demo/network.ts'
import { build } from '../deploy/build.ts'
import { signInAs } from '../tests/person.ts'
import { type LiveSockets, openSockets } from './live-sockets.ts'
import { lookAtLoop } from './look-at-loop.ts'
import { cpuOf, memoryOf, startBox } from './start-box.ts'

const [listeners, idle, posts] = [5000, 10_000, 20]
/** Both in turn, so often: what else the machine does comes and goes. */
const turns = Number(process.env.TURNS ?? 5)
/** Sockets whose times count, in as many groups between the others. */
const [sampled, groups] = [200, 5]
const mark = 'kingfisher'

await build(() => {})
const network = await startPdsNetwork()
const settings = {
  PLC_URL: network.plcUrl,
  // Nothing of this needs an AppView.
  APPVIEW_URL: 'http://127.0.0.1:9',
  RELAY_URL: network.firehoseUrl,
  HANDLE_RESOLVER_URL: network.pdsUrl,
  ALLOW_PRIVATE_NETWORK: 'true',
}
const box = await startBox({ settings }, undefined, true)
const plain = fork(new URL('./plain-live.ts', import.meta.url), [network.firehoseUrl, mark], {
  execArgv: ['--import', join(import.meta.dirname, 'watch-loop.ts')],
})
setTimeout(() => {
  console.error('live: not done within eight minutes')
  process.exit(1)
}, 480_000).unref()
try {
  const [{ port: peer }] = (await once(plain, 'message')) as [{ port: number }]
  const account = await network.createAccount('writer')
  const post = await openRepo(account)
  const firehose = new WebSocket(`${network.firehoseUrl}/xrpc/com.atproto.sync.subscribeRepos`)
  await once(firehose, 'open')
  const write = async (text: string) => {
    const sent = untilSent(firehose, text)
    await post(text)
    return sent
  }
  const person = await signInAs(box, account)
  const form = { title: 'Kingfishers', keywords: mark }
  const made = await person.post('/feeds/new', form, { accept: 'application/json' })
  const { id } = (await made.json()) as { id: number }
  const topic = JSON.stringify({ subscribe: [`feed:${id}`] })
  await untilKnown(topic)
  // What a reverse proxy does that sends /live to `stream`.
  const ours = { port: Number(new URL(box.url).port) + 1, origin: box.url, first: topic, process: box.stream }
  const theirs = { port: peer, origin: box.url, first: undefined, process: plain }
  console.log(
    `live: ${listeners.toLocaleString('en')} sockets on one feed, ms from the frame of the PDS to the message`,
  )
  const found: { ours: number; theirs: number }[] = []
  for (let turn = 0; turn < turns; turn++) {
    const measured = [await measureNews('SkyPanel', ours, write), await measureNews('plain ws', theirs, write)]
    found.push({ ours: measured[0] as number, theirs: measured[1] as number })
  }
  console.log(
    `  p99, the middle of ${turns} turns: SkyPanel ${middle(found.map((one) => one.ours)).toFixed(0)} ms, plain ws ${middle(found.map((one) => one.theirs)).toFixed(0)} ms, ${middle(found.map((one) => one.ours / one.theirs)).toFixed(1)}×; the bar is 300 ms`,
  )
  console.log(`live: RSS of the process with ${idle.toLocaleString('en')} idle sockets`)
  for (const [name, side] of Object.entries({ SkyPanel: ours, 'plain ws': theirs })) await measureIdle(name, side)
  console.log('  the bar is 400 MB')
  firehose.close()
} finally {
  plain.disconnect()
  await box.close()
  await network.close()
}
process.exit()

type Side = { port: number; origin: string; first: string | undefined; process: typeof plain }

async function measureNews(name: string, side: Side, write: (text: string) => Promise<number>): Promise<number> {
  const crowd = fork(new URL('./live-crowd.ts', import.meta.url), [])
  const samples: LiveSockets[] = []
  for (let group = 0; group < groups; group++) {
    const { port, origin, first } = side
    crowd.send({ port, origin, first, count: (listeners - sampled) / groups })
    await once(crowd, 'message')
    samples.push(await openSockets(port, { origin, first, count: sampled / groups }))
  }
  const delays: number[] = []
  const slowest: number[] = []
  await lookAtLoop(side.process)
  const cpu = cpuOf(side.process)
  for (let count = 0; count < posts; count++) {
    const heard = Promise.all(samples.map((sockets) => sockets.hear('"count"')))
    const sent = await write(`A ${mark} at the weir, ${name} ${count}`)
    const each = (await heard).flat().map((at) => Math.max(0, at - sent))
    delays.push(...each)
    slowest.push(Math.max(...each))
    // Posts come one by one, not as fast as they can be written.
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  const each = ((cpuOf(side.process) - cpu) * 1000) / posts / listeners
  // A pause that its own CPU does not explain is the machine's.
  const loop = await lookAtLoop(side.process)
  for (const sockets of samples) sockets.close()
  crowd.kill('SIGKILL')
  delays.sort((left, right) => left - right)
  const at = (part: number) => delays[Math.floor((delays.length - 1) * part)] ?? Number.NaN
  const times = `median ${at(0.5).toFixed(0)}, p99 ${at(0.99).toFixed(0)}, last ${at(1).toFixed(0)}`
  const late = `loop at most ${loop.most.toFixed(0)} ms late, ${loop.own.most.toFixed(0)} by its own CPU`
  console.log(
    `  ${name.padEnd(8)} ${times}; ${each.toFixed(1)} µs of CPU a message; ${late}, load ${loadavg()[0]?.toFixed(0)}`,
  )
  console.log(`           slowest of each post: ${slowest.map((ms) => ms.toFixed(0)).join(' ')}`)
  return at(0.99)
}

async function measureIdle(name: string, side: Side): Promise<void> {
  const before = memoryOf(side.process)
  const sockets = await openSockets(side.port, { ...side, count: idle })
  const after = memoryOf(side.process)
  const each = ((after - before) * 1024) / idle
  console.log(`  ${name}: ${after.toFixed(0)} MB, ${before.toFixed(0)} without them: ${each.toFixed(1)} kB each`)
  sockets.close()
}

function middle(list: number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN
}

/** Resolves once `stream` has learned of the feed. */
async function untilKnown(topic: string): Promise<void> {
  const socket = new WebSocket(`${box.url.replace('http', 'ws')}/live`, { origin: box.url })
  await once(socket, 'open')
  for (let known = false; !known; ) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    socket.send(topic)
    known = JSON.parse(String((await once(socket, 'message'))[0])).subscribed.length > 0
  }
  socket.close()
}

/** When the frame with this text arrives. */
function untilSent(firehose: WebSocket, text: string): Promise<number> {
  return new Promise((resolve) => {
    const look = (data: Buffer) => {
      if (!data.includes(text)) return
      firehose.off('message', look)
      resolve(performance.now())
    }
    firehose.on('message', look)
  })
}

/** Writes posts to the account's repository. */
async function openRepo({ did, handle, password }: { did: string; handle: string; password: string }) {
  const call = async (method: string, body: object, headers = {}) => {
    const answer = await fetch(`${network.pdsUrl}/xrpc/com.atproto.${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${method}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const { accessJwt } = await call('server.createSession', { identifier: handle, password })
  return async (text: string): Promise<void> => {
    const record = { $type: 'app.bsky.feed.post', text, langs: ['en'], createdAt: new Date().toISOString() }
    const body = { repo: did, collection: 'app.bsky.feed.post', record }
    await call('repo.createRecord', body, { authorization: `Bearer ${accessJwt}` })
  }
}
