// Pictures from this box: what pages point to, and what the proxy answers.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import sharp from 'sharp'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { send, signIn } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network, { settings: { IMAGE_PROXY: 'true' } })
after(server.close)
const cookie = await signIn(server, network.account('marit'))
const post = (key: string) => {
  const [, , did, , rkey] = network.posts[key]?.uri.split('/') ?? []
  return `/profile/${did}/post/${rkey}`
}
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  send(server, { name: path, path, headers, method })

/** Every address that a browser would load by itself. */
function loadedBy(html: string): string[] {
  const attributes = [...html.matchAll(/\s(?:src|srcset|poster)="([^"]*)"/g)].map(([, value]) => value ?? '')
  return attributes.flatMap((value) => value.split(', ')).map((value) => value.replace(/ \d+w$/, ''))
}

for (const path of [
  '/',
  '/profile/ines.test',
  '/profile/ines.test?tab=media',
  post('gallery'),
  post('record-with-media'),
]) {
  test(`a browser on ${path.replace(/did:plc:\w+/, 'did')} talks to this box alone`, async () => {
    const answer = await send(server, { name: path, path, cookie })
    const addresses = loadedBy(await answer.text())
    assert.ok(addresses.filter((address) => address.startsWith('/img/')).length > 1)
    assert.deepEqual(
      addresses.filter((address) => !/^\/(img|_astro)\//.test(address)),
      [],
    )
    assert.match(
      answer.headers.get('content-security-policy') ?? '',
      /img-src 'self' data:; media-src 'self' blob:; connect-src 'self';/,
    )
  })
}

for (const file of ['rss.xml', 'atom.xml', 'feed.json']) {
  test(`${file} has its pictures from this box`, async () => {
    const body = await (await get(`/profile/ines.test/${file}`)).text()
    assert.ok(
      !body.includes(`"${network.imageOrigin}`) && !body.includes(`>${network.imageOrigin}`),
      'none from elsewhere',
    )
    const [address] = body.match(/https?:\/\/[^"\s]+\/img\/[\w-]+\/large\/[^"&\\]+/) ?? []
    assert.ok(address, 'absolute')
    assert.equal((await get(new URL(address).pathname)).headers.get('content-type'), 'image/jpeg')
  })
}

const pictureOf = async (name: string) => {
  const html = await (await get('/profile/ines.test?tab=media')).text()
  return loadedBy(html).find((address) => address.includes(`/${name}/`)) ?? ''
}

test('a picture is small, typed, and for ever', async () => {
  const path = await pictureOf('thumb')
  const answer = await get(path, { accept: 'image/avif,image/webp,*/*' })
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('content-type'), 'image/avif')
  assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  assert.equal(answer.headers.get('vary'), 'Accept')
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  assert.equal(answer.headers.get('content-security-policy'), "default-src 'none'; sandbox")
  assert.equal(answer.headers.get('set-cookie'), null)
  const bytes = Buffer.from(await answer.arrayBuffer())
  assert.equal(bytes.length, Number(answer.headers.get('content-length')))
  assert.equal((await sharp(bytes).metadata()).width, 600)
})

test('a browser that has it is told so, per format', async () => {
  const path = await pictureOf('avatar')
  const first = await get(path, { accept: 'image/webp' })
  await first.arrayBuffer()
  const etag = first.headers.get('etag') ?? ''
  const again = await get(path, { accept: 'image/webp', 'if-none-match': `"other", ${etag}` })
  assert.equal(again.status, 304)
  assert.equal(again.headers.get('etag'), etag)
  assert.equal((await get(path, { accept: 'image/jpeg', 'if-none-match': etag })).status, 200)
  const head = await get(path, { accept: 'image/webp' }, 'HEAD')
  assert.deepEqual([head.status, head.headers.get('content-length')], [200, first.headers.get('content-length')])
})

test('an address that we did not make is none', async () => {
  const path = await pictureOf('avatar')
  const others = [
    path.replace(/bafkrei\w{4}/, 'bafkreiaaaa'),
    path.replace('/avatar/', '/huge/'),
    path.replace('localhost', '127.0.0.1'),
    '/img/AAAAAAAAAAAA/full/169.254.169.254/latest/meta-data/',
    '/img/',
  ]
  for (const other of others) {
    const answer = await get(other)
    assert.equal(answer.status, 404, other)
    assert.equal(await answer.text(), 'There is no picture at this address.\n')
    assert.match(answer.headers.get('cache-control') ?? '', /no-store/)
  }
  assert.equal((await get(path, { origin: server.url }, 'DELETE')).status, 405)
})

test('without the proxy there is none, and pictures come from where they are', async () => {
  const plain = await startServer(network)
  try {
    const page = await send(plain, { name: 'profile', path: '/profile/ines.test' })
    assert.ok(loadedBy(await page.text()).some((address) => address.startsWith(network.imageOrigin)))
    assert.equal((await send(plain, { name: 'img', path: await pictureOf('avatar') })).status, 404)
  } finally {
    await plain.close()
  }
})
