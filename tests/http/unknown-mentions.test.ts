// A mention of a handle that nobody has is said before anything is posted, and then posted as plain text if so wanted.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { AppBskyFeedPost } from '@atproto/api'
import { type Fields, openComposer } from '../composer-desk.ts'
import { useNetwork } from '../network.ts'
import { readFormFields } from '../read-form.ts'
import { startServer } from '../server.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const desk = await openComposer(network, server)
const mentions = 'For @tomas.test and @nobody-has-this.test'
const sentence = 'Nobody is called @nobody-has-this.test: it stays plain text.'

/** The form of /compose with `text` in it. */
async function write(text = mentions): Promise<Fields> {
  const { html } = await desk.open()
  return readFormFields(html, 'write').map(([name, value]) => [name, name === 'text' ? text : value])
}

async function mentionsOf(rkey: string): Promise<string[]> {
  const { facets = [], text } = (await desk.record(rkey)).value as unknown as AppBskyFeedPost.Record
  return facets.map(({ index }) => Buffer.from(text).subarray(index.byteStart, index.byteEnd).toString())
}

test('the form comes back once, also when it was sent twice, and then it is posted', async () => {
  const text = mentions
  const fields = await write()
  const [rkey = ''] = desk.keysOf(fields)
  const answers = await Promise.all([desk.sendForm(fields), desk.sendForm(fields)])
  for (const answer of answers) {
    assert.equal(answer.status, 422)
    assert.ok(answer.text.includes(`${sentence} Mend it, or send it again.`))
    assert.ok(answer.text.includes(`>${text}</textarea>`))
  }
  assert.equal(await desk.countPosts(text), 0)
  const again = readFormFields(answers[0]?.text ?? '', 'write')
  assert.deepEqual(desk.fieldOf(again, 'plain'), 'nobody-has-this.test')
  assert.equal((await desk.sendForm(again)).status, 303)
  assert.deepEqual(await mentionsOf(rkey), ['@tomas.test'])
})

test('what is kept while it is typed says so at once; nobody is asked twice', async () => {
  const fields = await write(`${mentions}, typed`)
  const [rkey = ''] = desk.keysOf(fields)
  const kept = await desk.sendForm([...fields, ['do', 'autosave']], { json: true })
  const { notes, plain, version, seal } = JSON.parse(kept.text)
  assert.deepEqual([kept.status, notes, plain], [200, [{ rkey, message: sentence }], 'nobody-has-this.test'])
  const told = fields.map(([name, value]): [string, string] => [
    name,
    { plain, version: String(version), seal }[name] ?? value,
  ])
  const posted = await desk.sendForm(told, { json: true })
  assert.equal(posted.status, 200, posted.text)
  assert.deepEqual(await mentionsOf(rkey), ['@tomas.test'])
})

test('a kept draft says so beside its text, and a time is not given before it was said', async () => {
  const fields = await write(`${mentions}, later`)
  assert.equal((await desk.sendForm([...fields, ['do', 'schedule']])).status, 422)
  const { location } = await desk.sendForm([...fields, ['do', 'save']])
  const { html } = await desk.open(location)
  assert.match(html, new RegExp(`<span[^>]*data-note>${sentence}</span>`))
  const answer = await desk.sendForm([...readFormFields(html, 'write'), ['do', 'schedule']])
  assert.match(answer.location, /^\/scheduled\//)
})
