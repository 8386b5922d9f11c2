import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { Secp256k1Keypair } from '@atproto/crypto'
import { createIssuerKeys, lookupsAllowed } from './issuer-keys.ts'
import { createTokenVerifier, type TokenVerifier } from './verify-service-token.ts'

const iss = 'did:plc:abcdefghijklmnopqrstuvwx'
const serviceDid = 'did:web:feeds.example.com'
const lxm = 'app.bsky.feed.getFeedSkeleton'
const person = await Secp256k1Keypair.create()
const stranger = await Secp256k1Keypair.create()
const seconds = Math.floor(Date.now() / 1000)

const right = () => ({ iss, aud: serviceDid, lxm, iat: seconds, exp: seconds + 60, jti: crypto.randomUUID() })
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

async function sign(claims: object, { key = person, header = {} as object } = {}): Promise<string> {
  const message = `${encode({ typ: 'JWT', alg: 'ES256K', ...header })}.${encode(claims)}`
  return `${message}.${Buffer.from(await key.sign(Buffer.from(message))).toString('base64url')}`
}

describe('a service token', () => {
  let lookups: string[]
  let answer: () => Promise<string>
  let clock: number
  let verify: TokenVerifier

  beforeEach(() => {
    lookups = []
    clock = seconds * 1000
    answer = async () => person.did()
    const resolve = async (did: string) => {
      lookups.push(did)
      return answer()
    }
    const keys = createIssuerKeys({ resolve, now: () => clock })
    verify = createTokenVerifier({ serviceDid, serviceId: 'bsky_fg', keys, now: () => clock })
  })

  const ask = (token: string, caller = '192.0.2.1') => verify({ authorization: `Bearer ${token}`, lxm, caller })

  it('that is right names the person, with both forms of aud', async () => {
    assert.deepEqual(await ask(await sign(right())), { did: iss })
    assert.deepEqual(await ask(await sign({ ...right(), aud: `${serviceDid}#bsky_fg` })), { did: iss })
    assert.deepEqual(await ask(await sign({ ...right(), iat: undefined })), { did: iss })
    assert.equal(lookups.length, 1)
  })

  const attacks: Record<string, object> = {
    'that lives ten years': { exp: seconds + 315_360_000 },
    'that lives a second too long': { exp: seconds + 302 },
    'that never expires': { exp: undefined },
    'that expires in words': { exp: '9999999999' },
    'that has expired': { exp: seconds - 1 },
    'from the future': { iat: seconds + 120, exp: seconds + 180 },
    'whose iat is no number': { iat: 'now' },
    'for another service': { aud: 'did:web:elsewhere.example.com' },
    'for another part of this service': { aud: `${serviceDid}#atproto_labeler` },
    'for two services': { aud: [serviceDid] },
    'for another method': { lxm: 'app.bsky.feed.getTimeline' },
    'for no method': { lxm: undefined },
    'without a name': { jti: undefined },
    'with an endless name': { jti: 'x'.repeat(300) },
    'from nobody': { iss: undefined },
    'from a did:key': { iss: person.did() },
    'from a service': { iss: `${iss}#atproto_labeler` },
    'from a path': { iss: 'did:web:example.com:users:eve' },
    'from no DID': { iss: 'javascript:alert(1)' },
  }
  for (const [name, part] of Object.entries(attacks)) {
    it(`${name} is refused before a key is looked up`, async () => {
      assert.ok('refusal' in (await ask(await sign({ ...right(), ...part }))))
      assert.deepEqual(lookups, [])
    })
  }

  it('that is garbage is refused', async () => {
    const good = await sign(right())
    const [header, payload, signature] = good.split('.')
    const garbage = [
      '',
      '.',
      '..',
      'a.b.c',
      'null.null.null',
      `${header}.${payload}`,
      `${header}.${payload}.`,
      `${good}.more`,
      `${header}.${encode(null)}.${signature}`,
      `${header}.${encode([])}.${signature}`,
      `${header}.${Buffer.from('{"iss":').toString('base64url')}.${signature}`,
      `${encode({ alg: 'none' })}.${payload}.`,
      `${encode({ alg: 'HS256' })}.${payload}.${signature}`,
      `${encode({ alg: 'ES256' })}.${payload}.${signature}`,
      `${header}.${payload}.${'A'.repeat(10_000)}`,
    ]
    for (const token of garbage) assert.ok('refusal' in (await ask(token)), token.slice(0, 40))
    for (const authorization of ['', 'Bearer', 'Bearer ', `Basic ${good}`, `DPoP ${good}`, good, `Bearer ${good} x`]) {
      assert.ok('refusal' in (await verify({ authorization, lxm, caller: '' })), authorization.slice(0, 20))
    }
  })

  it('of a type that is not for services is refused', async () => {
    for (const typ of ['at+jwt', 'refresh+jwt', 'dpop+jwt']) {
      assert.ok('refusal' in (await ask(await sign(right(), { header: { typ } }))))
    }
  })

  it('is taken once, also when it comes twice at the same time', async () => {
    const token = await sign(right())
    const answers = await Promise.all([ask(token), ask(token)])
    assert.deepEqual(answers.filter((one) => 'did' in one).length, 1)
    assert.ok('refusal' in (await ask(token)))
    clock += 50_000
    assert.ok('refusal' in (await ask(token)))
  })

  it('signed by somebody else is refused, and does not use up the name of a right one', async () => {
    const claims = right()
    assert.ok('refusal' in (await ask(await sign(claims, { key: stranger }))))
    assert.deepEqual(await ask(await sign(claims)), { did: iss })
  })

  it('signed with a new key is taken once the old one is a minute old', async () => {
    await ask(await sign(right()))
    answer = async () => stranger.did()
    assert.ok('refusal' in (await ask(await sign(right(), { key: stranger }))))
    assert.equal(lookups.length, 1)
    clock += 61_000
    const fresh = { iat: seconds + 61, exp: seconds + 121 }
    assert.deepEqual(await ask(await sign({ ...right(), ...fresh }, { key: stranger })), { did: iss })
    assert.equal(lookups.length, 2)
  })

  it('whose DID cannot be resolved is refused, and not asked for again at once', async () => {
    answer = async () => {
      throw new TypeError('fetch failed')
    }
    for (let round = 0; round < 5; round++) assert.ok('refusal' in (await ask(await sign(right()))))
    assert.equal(lookups.length, 1)
  })

  it('cannot make one caller look up more than allowed, and others are not hurt', async () => {
    const tryHost = async (index: number, caller: string) =>
      ask(await sign({ ...right(), iss: `did:web:h${index}.example.com` }), caller)
    answer = async () => {
      throw new Error('no such host')
    }
    for (let index = 0; index < lookupsAllowed + 20; index++) await tryHost(index, '192.0.2.66')
    assert.equal(lookups.length, lookupsAllowed)
    await tryHost(9999, '192.0.2.7')
    assert.equal(lookups.length, lookupsAllowed + 1)
  })
})

describe('looking up keys', () => {
  it('goes on for a bounded number at once, and once for one DID', async () => {
    const gate = Promise.withResolvers<string>()
    let lookups = 0
    const resolve = () => {
      lookups++
      return gate.promise
    }
    const keys = createIssuerKeys({ now: () => 0, resolve })
    const ask = (index: number) => keys(`did:web:h${index}`, { fresh: false, caller: String(index) })
    const asked = Promise.allSettled(Array.from({ length: 60 }, (_, index) => ask(index % 50)))
    gate.resolve('did:key:z')
    const settled = await asked
    assert.equal(lookups, 32)
    assert.equal(settled.filter(({ status }) => status === 'rejected').length, 18)
  })
})
