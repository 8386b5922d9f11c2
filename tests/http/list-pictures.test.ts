// Pictures of lists over HTTP: made small, without what the camera wrote, refused in words.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { lexicons } from '@atproto/api'
import sharp from 'sharp'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { openSession } from '../write-record.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)
const tag = randomBytes(3).toString('hex')
const account = await network.createAccount(`listed-${tag}`)
const person = await signInAs(server, account)
const foreign = await openSession(network, account)

const rkeyOf = (path: string | null) => path?.split('/').at(-1) ?? ''
const getRecord = (rkey: string, collection = 'app.bsky.graph.list') =>
  foreign.com.atproto.repo.getRecord({ repo: account.did, collection, rkey })

test('a list has a picture, made small and without what the camera wrote; what is no picture is refused', async () => {
  const camera = { IFD0: { Make: 'Secret camera' } }
  const photo = await sharp({ create: { width: 1600, height: 1200, channels: 3, background: '#456' } })
    .jpeg()
    .withExif(camera)
    .toBuffer()
  const send = async (path: string, fields: Record<string, string>, bytes: Uint8Array) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    form.set('picture', new File([new Uint8Array(bytes)], 'photo.jpg', { type: 'image/jpeg' }))
    const headers = { origin: server.url, cookie: person.cookie }
    return fetch(server.url + path, { method: 'POST', body: form, headers, redirect: 'manual' })
  }
  const fields = { name: `Seen ${tag}`, description: '', purpose: 'curate' }
  const made = await send('/lists/new', fields, photo)
  assert.equal(made.status, 303, await made.text())
  const rkey = rkeyOf(made.headers.get('location'))
  const { value } = (await getRecord(rkey)).data
  assert.ok(lexicons.validate('app.bsky.graph.list', value).success)
  const { ref } = value.avatar as { ref: { toString(): string } }
  const { data } = await foreign.com.atproto.sync.getBlob({ did: account.did, cid: ref.toString() })
  const metadata = await sharp(data).metadata()
  assert.deepEqual([metadata.width, metadata.height, metadata.exif], [1000, 750, undefined])
  const refused = await send('/lists/new', fields, new TextEncoder().encode('<svg onload=alert(1)>'))
  assert.equal(refused.status, 415)
  assert.match(await refused.text(), new RegExp(`no picture that can be read.*value="Seen ${tag}"`, 's'))
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  const large = await sharp({ create: { width: 2800, height: 2100, channels: 3, background: '#888', noise } })
    .jpeg({ quality: 98 })
    .toBuffer()
  assert.ok(large.length > 6_000_000, `${large.length}`)
  const changed = await send(`/lists/${rkey}/edit`, fields, large)
  assert.equal(changed.status, 303, await changed.text())
  const { size } = (await getRecord(rkey)).data.value.avatar as { size: number }
  assert.ok(size <= 1_000_000, `${size}`)
  for (const path of ['/lists/new', `/lists/${rkey}/edit`]) {
    const over = await send(path, { ...fields, name: `Over ${tag}` }, new Uint8Array(20_000_001))
    assert.equal(over.status, 413)
    assert.match(await over.text(), new RegExp(`A picture may have 20 MB.*value="Over ${tag}"`, 's'))
  }
  await person.post(`/lists/${rkey}/edit`, { name: 'Kept' })
  assert.ok((await getRecord(rkey)).data.value.avatar, 'it stays when nothing is said of it')
  await person.post(`/lists/${rkey}/edit`, { name: 'Without', removePicture: '1' })
  assert.equal((await getRecord(rkey)).data.value.avatar, undefined)
})
