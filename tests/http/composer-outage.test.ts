// The person's server dies while a thread is sent: the form comes back whole, and sent again it is posted once.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { AtpAgent } from '@atproto/api'
import { startHostileNetwork } from '../hostile-network.ts'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'
import { send, signIn } from './scenario.ts'

const network = await useNetwork()
const upstream = await startHostileNetwork(network)
const server = await startServer(network, { settings: upstream.settings })
after(async () => {
  await server.close()
  await upstream.close()
})
const account = await network.createAccount(`outage-${randomBytes(2).toString('hex')}`)
const cookie = await signIn(server, account)

const open = async (path: string) => (await send(server, { name: path, path, cookie })).text()

async function post(fields: [string, string][]) {
  const headers = { origin: server.url, 'content-type': 'application/x-www-form-urlencoded', cookie }
  const body = new URLSearchParams(fields).toString()
  const answer = await fetch(`${server.url}/post`, { method: 'POST', redirect: 'manual', headers, body })
  return { status: answer.status, text: await answer.text() }
}

for (const mood of ['close', 'fail', 'nonsense'] as const) {
  test(`a server that answers with “${mood}” takes nothing away and doubles nothing`, async () => {
    upstream.setMood('fine')
    let html = ''
    await waitFor('the form is there', async () => {
      html = await open('/compose')
      return html.includes('name="rkey[]"')
    })
    const hidden = [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
    const fields = hidden.map(([, name = '', value = '']): [string, string] => [name, value])
    const text = `Sent while it was ${mood}`
    const rkey = `3k${mood
      .replace(/[^a-z]/g, '')
      .padEnd(11, 'a')
      .slice(0, 11)}`
    const thread: [string, string][] = [
      ...fields,
      ['text', text],
      ['rkey[]', rkey],
      [`text-${rkey}`, `${text}, second`],
    ]
    upstream.setMood(mood)
    const refused = await post(thread)
    assert.ok(refused.status >= 400, `${refused.status}`)
    assert.ok(refused.text.includes(`>${text}</textarea>`), refused.text.slice(0, 3000))
    assert.ok(refused.text.includes(`>${text}, second</textarea>`))
    assert.ok((await open('/drafts')).includes(text), 'it is among the drafts')
    upstream.setMood('fine')
    await waitFor('it is posted', async () => (await post(thread)).status === 303)
    assert.equal((await post(thread)).status, 303)
    const agent = new AtpAgent({ service: network.pdsUrl })
    const { data } = await agent.com.atproto.repo.listRecords({
      repo: account.did,
      collection: 'app.bsky.feed.post',
      limit: 100,
    })
    const texts = data.records
      .map(({ value }) => (value as { text: string }).text)
      .filter((own) => own.startsWith(text))
    assert.deepEqual(texts.sort(), [text, `${text}, second`])
  })
}
