// The same words from another form, as after going back in a browser: asked about once, then posted.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Fields, openComposer } from '../composer-desk.ts'
import { useNetwork } from '../network.ts'
import { readFormFields } from '../read-form.ts'
import { startServer } from '../server.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const desk = await openComposer(network, server)
const question = 'You posted just this a moment ago. Send it again to have it twice.'

async function write(text: string, more: Fields = []): Promise<Fields> {
  const { html } = await desk.open()
  const typed = readFormFields(html, 'write').map(([name, value]): [string, string] => [
    name,
    name === 'text' ? text : value,
  ])
  return [...typed, ...more]
}

test('words that were posted a moment ago come back with a question, and are posted when sent again', async () => {
  const text = 'Is this thing on'
  assert.equal((await desk.sendForm(await write(text))).status, 303)
  const asked = await desk.sendForm(await write(`${text} `))
  assert.equal(asked.status, 422)
  assert.ok(asked.text.includes(question))
  assert.equal(await desk.countPosts(text), 1)
  const again = readFormFields(asked.text, 'write')
  assert.equal((await desk.sendForm(again)).status, 303)
  assert.equal(await desk.countPosts(text), 2)
  const answer = JSON.parse((await desk.sendForm(await write(text), { json: true })).text)
  assert.deepEqual([answer.error, answer.plain], [question, 'twice'])
})

test('an answer with the same words is another post, and what was deleted may be said again', async () => {
  const text = 'Yes'
  const { uri } = JSON.parse((await desk.sendForm(await write(text), { json: true })).text)
  assert.equal((await desk.sendForm(await write(text, [['reply', uri]]))).status, 303)
  await desk.foreign.deletePost(uri)
  assert.equal((await desk.sendForm(await write(text))).status, 303)
})
