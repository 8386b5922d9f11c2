// How soon a post that a PDS has accepted is announced: on /live, and on the feed's public page in a browser. The peer
// is a bare subscriber to the same subscribeRepos, which decodes nothing. Also: how soon a new feed takes posts.
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { choosePort } from '#demo/choose-port.ts'
import { startPdsNetwork } from '#demo/network.ts'
import { startSkyPanel } from '#demo/start-skypanel.ts'
import { build } from '../deploy/build.ts'
import { launchBrowser } from '../tests/browser/browser.ts'
import { type Person, signInAs } from '../tests/person.ts'

const posts = 60
const newFeeds = 10

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
const signal = AbortSignal.timeout(240_000)
const box = await startSkyPanel({ settings }, await choosePort(22_000), console.log, signal)
const browser = await launchBrowser()
try {
  const account = await network.createAccount('writer')
  const write = await openRepo(account)
  const owner = await signInAs(box, account)
  await measureAnnouncements(owner, write)
  await measureNewFeeds(owner, write)
} finally {
  await browser.close()
  await box.close()
  await network.close()
}
process.exit()

/** Writes a post to the account's repository; resolves with the time at which the PDS has accepted it. */
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
  return async (text: string): Promise<number> => {
    const record = { $type: 'app.bsky.feed.post', text, langs: ['en'], createdAt: new Date().toISOString() }
    const body = { repo: did, collection: 'app.bsky.feed.post', record }
    await call('repo.createRecord', body, { authorization: `Bearer ${accessJwt}` })
    return performance.now()
  }
}

async function makeFeed(owner: Person, word: string): Promise<{ id: number; slug: string }> {
  const answer = await owner.post('/feeds/new', { title: word, keywords: word }, { accept: 'application/json' })
  if (answer.status !== 201) throw new Error(`no feed: ${answer.status} ${await answer.text()}`)
  return answer.json() as Promise<{ id: number; slug: string }>
}

async function measureAnnouncements(owner: Person, write: (text: string) => Promise<number>) {
  const feed = await makeFeed(owner, 'heron')
  const frames = new WebSocket(`${network.firehoseUrl}/xrpc/com.atproto.sync.subscribeRepos`)
  const live = new WebSocket(`${box.url.replace('http', 'ws')}/live`, { origin: box.url })
  await Promise.all([once(frames, 'open'), once(live, 'open')])
  for (let known = false; !known; await pause(100)) {
    live.send(JSON.stringify({ subscribe: [`feed:${feed.id}`] }))
    known = JSON.parse(String((await once(live, 'message'))[0])).subscribed.length > 0
  }
  const page = await browser.newPage()
  const subscribed = page.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived'))
  await page.goto(`${box.url}/f/${feed.slug}`)
  await subscribed

  const delays: Record<string, number[]> = { frame: [], push: [], page: [] }
  for (let count = 1; count <= posts; count++) {
    const text = `The heron stands at the weir, ${count}.`
    const since: Record<string, number> = {}
    const note = (name: string) => () => {
      since[name] = performance.now()
    }
    const arrived = Promise.all([
      hear(frames, (data) => data.includes(text)).then(note('frame')),
      hear(live, (data) => data.includes('"count"')).then(note('push')),
      page.evaluate(untilTextChanges, '.fresh span').then(note('page')),
    ])
    const accepted = await write(text)
    await arrived
    for (const [name, at] of Object.entries(since)) delays[name]?.push(at - accepted)
  }
  frames.close()
  live.close()
  const { frame = [], push = [], page: shown = [] } = delays
  console.log(`announce: ms after the PDS has accepted a post, ${posts} posts, median and p95`)
  print('a bare subscriber sees the frame', frame)
  print('SkyPanel pushes it on /live', push)
  print('a browser shows “1 new post”', shown)
  const later = (times: number[]) => times.map((time, at) => time - (frame[at] ?? 0))
  print('the push, after the peer’s frame', later(push))
  print('the page, after the peer’s frame', later(shown))
}

/** Runs in the browser. The driver's own way of waiting looks every 20 to 100 ms. */
function untilTextChanges(selector: string): Promise<void> {
  const element = document.querySelector(selector) as Element
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      observer.disconnect()
      resolve()
    })
    observer.observe(element, { childList: true, characterData: true, subtree: true })
  })
}

/** Resolves with the first message that `isWanted`. */
function hear(socket: WebSocket, isWanted: (data: Buffer) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const listen = (data: Buffer) => {
      if (!isWanted(data)) return
      socket.off('message', listen)
      resolve()
    }
    socket.on('message', listen)
  })
}

/** A feed is made, then posts that it wants are written: how old is it when the first is there, and which is that? */
async function measureNewFeeds(owner: Person, write: (text: string) => Promise<number>) {
  const seen: number[] = []
  const taken: number[] = []
  for (let round = 1; round <= newFeeds; round++) {
    const word = `kiln${round}`
    // Not in step with the stream's looks for changed feeds.
    await pause((round * 500) / newFeeds)
    const { slug } = await makeFeed(owner, word)
    const made = performance.now()
    const accepted: number[] = []
    const countPosts = async () => {
      const answer = await fetch(`${box.url}/f/${slug}/posts?after=0::0`, { headers: { accept: 'application/json' } })
      if (!answer.ok) throw new Error(`count: ${answer.status} ${await answer.text()}`)
      return ((await answer.json()) as { count: number }).count
    }
    let count = 0
    while (count === 0) {
      accepted.push(await write(`A ${word} at ${accepted.length}`))
      await pause(20)
      count = await countPosts()
    }
    seen.push(performance.now() - made)
    // The first that was taken is as many from the end as there are in the feed, once the last one has arrived.
    for (let before = -1; before !== count; count = await countPosts()) {
      before = count
      await pause(300)
    }
    taken.push((accepted[accepted.length - count] ?? Number.NaN) - made)
  }
  console.log(`new feeds: ms after one was made, ${newFeeds} feeds (the bar is 2,000)`)
  print('its first post is written', taken)
  print('its first post is in it', seen)
}

function print(name: string, times: number[]): void {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  console.log(`  ${name.padEnd(36)} ${at(0.5).toFixed(1).padStart(8)} ${at(0.95).toFixed(1).padStart(8)}`)
}
