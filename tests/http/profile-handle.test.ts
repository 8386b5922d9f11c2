// An account whose handle does not lead back to it, made by its owner's own key as it happens on the network.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { encode } from '@atcute/cbor'
import { AtpAgent } from '@atproto/api'
import { Secp256k1Keypair } from '@atproto/crypto'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const tag = randomBytes(2).toString('hex')
const reader = await network.createAccount(`handles-${tag}`)
const person = await signInAs(server, reader)

/** An account that says in its DID document to be at a domain that does not know it. */
async function createAdrift(): Promise<string> {
  const key = await Secp256k1Keypair.create()
  const agent = new AtpAgent({ service: network.pdsUrl })
  const name = `adrift-${tag}`
  const details = { handle: `${name}.test`, email: `${name}@example.com`, password: 'night-train-31' }
  const { data } = await agent.createAccount({ ...details, recoveryKey: key.did() })
  await agent.post({ text: 'Written at sea.', langs: ['en'] })
  const log = (await (await fetch(`${network.plcUrl}/${data.did}/log/audit`)).json()) as {
    cid: string
    operation: object
  }[]
  const last = log.at(-1)
  assert.ok(last)
  const { sig: _, ...operation } = { sig: '', ...last.operation, alsoKnownAs: ['at://nobody.invalid'], prev: last.cid }
  const signature = await key.sign(encode(operation))
  const signed = { ...operation, sig: Buffer.from(signature).toString('base64url') }
  const answer = await fetch(`${network.plcUrl}/${data.did}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(signed),
  })
  assert.equal(answer.status, 200, await answer.text())
  // Coming back makes its server announce it anew, and the AppView look at its handle again.
  await agent.com.atproto.server.deactivateAccount({})
  await agent.com.atproto.server.activateAccount()
  return data.did
}

test('an invalid handle is shown as such, and links use the DID', async () => {
  const did = await createAdrift()
  const appview = new AtpAgent({ service: network.appviewUrl })
  await waitFor('the AppView doubts the handle', async () => {
    const { data } = await appview.app.bsky.actor.getProfile({ actor: did })
    return data.handle === 'handle.invalid' && data.postsCount === 1
  })
  const html = await (await person.get(`/profile/${did}`)).text()
  assert.match(html, /Invalid handle/)
  assert.match(html, /Written at sea/)
  assert.match(html, /Their handle leads somewhere else or nowhere/)
  assert.ok(html.includes(`href="/profile/${did}/followers"`))
  assert.ok(html.includes(did))
  assert.ok(!html.includes('handle.invalid'))
  assert.ok(!html.includes('@did:'))
  const answer = await person.post('/follow', { did, back: `/profile/${reader.did}/follows` })
  assert.equal(answer.status, 303)
  await waitFor('they are in the list', async () => {
    const list = await (await person.get(`/profile/${reader.did}/follows`)).text()
    return list.includes(`href="/profile/${did}"`) && list.includes('Invalid handle') && !list.includes('@did:')
  })
})
