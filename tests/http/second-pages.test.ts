// Lists of people and quotes page by page: every page leads to the next one, nobody is left out, nobody comes twice.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { startHostileNetwork } from '../hostile-network.ts'
import { useNetwork } from '../network.ts'
import { createPerson, type Person, signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { openSession, writeRecord } from '../write-record.ts'

const network = await useNetwork()
const upstream = await startHostileNetwork(network)
const server = await startServer(network, { settings: upstream.settings })
after(async () => {
  await server.close()
  await upstream.close()
})

const tag = randomBytes(3).toString('hex')
const join = async (name: string) => {
  const account = await network.createAccount(`${name}-${tag}`)
  return { account, agent: await openSession(network, account) }
}
const [author, reader] = [await join('leafed'), await join('leafer')]
const fans = [await join('fan-a'), await join('fan-b'), await join('fan-c')]
const handles = fans.map(({ account }) => account.handle).sort()

const appview = new AtpAgent({ service: network.appviewUrl })
const { uri, cid } = (await writeRecord(author.agent, 'app.bsky.feed.post', { text: `Leaves ${tag}` })).data
await waitFor('the post', async () => {
  const { data } = await appview.app.bsky.feed.getPosts({ uris: [uri] })
  return data.posts.length === 1
})
const subject = { uri, cid }
for (const { agent } of fans) {
  await writeRecord(agent, 'app.bsky.feed.like', { subject })
  await writeRecord(agent, 'app.bsky.feed.repost', { subject })
  const embed = { $type: 'app.bsky.embed.record', record: subject }
  await writeRecord(agent, 'app.bsky.feed.post', { text: `Quoted ${tag}`, embed })
  await writeRecord(agent, 'app.bsky.graph.follow', { subject: author.account.did })
}
for (const { account } of fans) await writeRecord(reader.agent, 'app.bsky.graph.follow', { subject: account.did })
const { graph } = reader.agent.app.bsky
const actor = author.account.did
const counts: [what: string, count: () => Promise<number>][] = [
  ['the likes', async () => (await appview.app.bsky.feed.getLikes({ uri })).data.likes.length],
  ['the reposts', async () => (await appview.app.bsky.feed.getRepostedBy({ uri })).data.repostedBy.length],
  ['the quotes', async () => (await appview.app.bsky.feed.getQuotes({ uri })).data.posts.length],
  ['the followers', async () => (await graph.getFollowers({ actor })).data.followers.length],
  ['the known followers', async () => (await graph.getKnownFollowers({ actor })).data.followers.length],
]
for (const [what, count] of counts) await waitFor(what, async () => (await count()) === fans.length)

// Pages of one, whatever size is asked for. The demo's AppView gives all known followers at once: those are cut here.
const oneByOne = /get(Likes|RepostedBy|Quotes|Followers)$/
upstream.steer((path, query) => {
  if (oneByOne.test(path)) query.set('limit', '1')
})
upstream.change((path, body, query) => {
  if (!path.endsWith('getKnownFollowers')) return body
  const answer = JSON.parse(body)
  const at = Number(query.get('cursor') ?? 0)
  const isLast = at + 1 >= answer.followers.length
  return JSON.stringify({
    ...answer,
    followers: answer.followers.slice(at, at + 1),
    cursor: isLast ? undefined : String(at + 1),
  })
})

/** The handles on a page, and on the pages that it leads to. */
async function leaf(who: Person, path: string): Promise<{ pages: string[][]; last: string }> {
  const pages: string[][] = []
  for (let href = path; ; ) {
    const answer = await who.get(href)
    const html = await answer.text()
    assert.equal(answer.status, 200, html.slice(0, 300))
    pages.push(handles.filter((handle) => html.includes(`href="/profile/${handle}"`)))
    const next = /href="(\?[^"]*cursor=[^"]+)" rel="next"/.exec(html)?.[1]
    if (!next) return { pages, last: html }
    assert.ok(pages.length < 10, 'it ends')
    href = path + next.replaceAll(/&(amp|#38);/g, '&')
  }
}

const post = `/profile/${author.account.did}/post/${uri.split('/').at(-1)}`
const person = await signInAs(server, reader.account)
const paths = [`${post}/liked-by`, `${post}/reposted-by`, `${post}/quotes`, `/profile/${actor}/followers`]
const lists: [name: string, who: Person, path: string][] = [
  ...paths.map((path): [string, Person, string] => ['signed out', createPerson(server), path]),
  ...paths.map((path): [string, Person, string] => ['signed in', person, path]),
  ['signed in', person, `/profile/${actor}/known-followers`],
]

for (const [name, who, path] of lists) {
  test(`${path.split('/').at(-1)}, ${name}: page by page`, async () => {
    const { pages, last } = await leaf(who, path)
    assert.ok(
      pages.every((page) => page.length <= 1),
      JSON.stringify(pages),
    )
    assert.deepEqual(pages.flat().sort(), handles)
    assert.match(last, /That is all there is/)
    assert.match(last, new RegExp(`href="${path}"[^>]*>(First page|Newest posts)<`))
  })
}
