// The embed of a feed follows the feed: what arrives is there, what is deleted is gone, and only then it is made anew.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { createWriter, type Reference } from '../create-writer.ts'
import { useNetwork } from '../network.ts'
import { createPerson, signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const server = await startServer(network, { stream: true })
after(server.close)
const tag = `buoy${randomBytes(2).toString('hex')}`
const owner = await signInAs(server, await network.createAccount(`buoys-${tag}`))
const stranger = createPerson(server)
const made = await owner.post('/feeds/new', { title: 'Buoys', hashtags: tag }, { accept: 'application/json' })
const { slug } = (await made.json()) as { slug: string }
const forms = [`/embed/f/${slug}?limit=30`, `/f/${slug}`, `/f/${slug}/rss.xml`, `/f/${slug}/feed.json`]
const read = async (path: string) => (await stranger.get(path)).text()

test('what arrives is in all its forms, and what is deleted in none', async () => {
  const writer = await createWriter(network, 'buoy')
  const ring = (text: string): Promise<Reference> => writer.post(text, { tags: [tag] })
  let at = 0
  await waitFor('the feed takes posts', async () => {
    await ring(`Buoy ${at++}`)
    return (await read(forms[0] ?? '')).includes('Buoy 0') || (await read(forms[0] ?? '')).includes(`Buoy ${at - 1}`)
  })
  const lost = await ring('Lost buoy')
  for (const path of forms) await waitFor(`it is in ${path}`, async () => (await read(path)).includes('Lost buoy'))
  await writer.agent.deletePost(lost.uri)
  for (const path of forms)
    await waitFor(`it is gone from ${path}`, async () => !(await read(path)).includes('Lost buoy'))
})

test('older posts are a link away, in the same look', async () => {
  const writer = await createWriter(network, 'buoy')
  for (const name of ['One', 'Two', 'Three']) await writer.post(`${name} ${tag}`, { tags: [tag] })
  await waitFor('all are in', async () => (await read(forms[0] ?? '')).includes(`Three ${tag}`))
  const first = await read(`/embed/f/${slug}?limit=1&theme=dark`)
  assert.equal(first.match(/<article/g)?.length, 1)
  const older = /<a href="([^"]+)" target="_self" rel="next">/
    .exec(first)?.[1]
    ?.replaceAll('&amp;', '&')
    .replaceAll('&#38;', '&')
  assert.match(older ?? '', /^\/embed\/f\/[^?]+\?theme=dark&limit=1&before=/)
  const second = await read(older ?? '')
  assert.match(second, /data-theme="dark"/)
  assert.ok(!second.includes(`Three ${tag}`))
  assert.equal((await stranger.get(`/embed/f/${slug}?before=nonsense`)).status, 400)
})
