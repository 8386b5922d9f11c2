// What somebody searched for lately, over HTTP: a few, theirs alone, and gone when they say so.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer } from '../server.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const word = `zeppelin${randomBytes(4).toString('hex')}`
const search = (q: string, more: Record<string, string> = {}) => `/search?${new URLSearchParams({ q, ...more })}`

test('remembers twenty searches a person, and forgets what it is told to', async () => {
  const person = await signInAs(server, await network.createAccount(`recent-${randomBytes(2).toString('hex')}`))
  const start = async () => (await person.get('/search')).text()
  const recent = async () =>
    [...(await start()).matchAll(/aria-label="Remove (\S+) from recent searches"/g)].map(([, q]) => q)
  for (let at = 0; at < 22; at += 1) await (await person.get(search(`${word}${at}`, { tab: 'user' }))).text()
  await (await person.get(search(`${word} since:x`))).text()
  await (await person.get(search(`${word}0`, { tab: 'user' }))).text()
  const newest = Array.from({ length: 22 }, (_, at) => `${word}${21 - at}`)
  assert.deepEqual(await recent(), [`${word}0`, ...newest.slice(0, 19)])
  const gone = await person.post('/search/recent', { query: `${word}21` })
  assert.deepEqual([gone.status, gone.headers.get('location')], [303, '/search'])
  assert.deepEqual(await recent(), [`${word}0`, ...newest.slice(1, 19)])
  const answer = await person.post('/search/recent', { all: '1' }, { accept: 'application/json' })
  assert.deepEqual(await answer.json(), { forgotten: true })
  assert.deepEqual(await recent(), [])
  assert.doesNotMatch(await start(), /Recent searches/)
})
