// What a browser of text makes of a page: words, without styles, pictures and names that only screen readers read.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { createPerson, signInAs } from '../person.ts'
import { startServer } from '../server.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)

/** The words of the first post on a page. */
function readPost(html: string): string {
  const [post = ''] = /<article.*?<\/article>/s.exec(html) ?? []
  return post
    .replaceAll(/<(svg|details)\b.*?<\/\1>/gs, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
}

const profile = '/profile/ines.test'

test('every button of a post says what it does', async () => {
  const person = await signInAs(server, network.account('marit'))
  const words = readPost(await (await person.get(profile)).text())
  assert.match(words, /Reply( \d+)? Repost(ed)?( \d+)? Liked?( \d+)? Saved? More/)
})

test('what a stranger reads of it is whole words as well', async () => {
  const words = readPost(await (await createPerson(server).get(profile)).text())
  assert.match(words, /Inês Carvalho @ines\.test .*\d+ likes/)
})

test('what keys do stands on a page of its own, and not below every other', async () => {
  const stranger = createPerson(server)
  assert.doesNotMatch(await (await stranger.get(profile)).text(), /<kbd>|Post before/)
  const keys = await (await stranger.get('/keyboard')).text()
  assert.match(keys, /Post before/)
  assert.doesNotMatch(keys, /Reply/, 'only what they may do')
})
