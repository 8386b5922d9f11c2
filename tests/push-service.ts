// A push service as RFC 8030 wants one, with a browser's keys: it checks who speaks (RFC 8292) and reads the message
// (RFC 8291). The real ones are on the internet.
import assert from 'node:assert/strict'
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PushMessage } from '#server/push/send-push.ts'

export type PushService = {
  /** What the page of the browser sends to SkyPanel. */
  target: { endpoint: string; p256dh: string; auth: string }
  /** Every message that was taken, the oldest first. */
  messages: PushMessage[]
  /** What is answered from now on; 201 takes a message. */
  answer: (status: number, headers?: Record<string, string>) => void
  /** How often somebody asked. */
  asked: () => number
  close: () => Promise<void>
}

/** Starts one with one browser. `key` (base64url) is what the browser asked with. */
export async function startPushService(key: () => string): Promise<PushService> {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  const auth = randomBytes(16)
  const messages: PushMessage[] = []
  let reply: { status: number; headers: Record<string, string> } = { status: 201, headers: {} }
  let count = 0
  const server = createServer(async (request, response) => {
    count += 1
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    try {
      assert.equal(request.method, 'POST')
      assert.equal(request.headers['content-encoding'], 'aes128gcm')
      assert.match(String(request.headers.ttl), /^\d+$/)
      assert.match(String(request.headers.topic), /^[\w-]{1,32}$/)
      checkSender(request.headers.authorization ?? '', key(), origin)
      const message: PushMessage = JSON.parse(open(Buffer.concat(chunks), pair, auth))
      if (reply.status === 201) messages.push(message)
      response.writeHead(reply.status, reply.headers).end()
    } catch (error) {
      response.writeHead(400).end(String(error))
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    target: { endpoint: `${origin}/send/1`, p256dh: pair.getPublicKey('base64url'), auth: auth.toString('base64url') },
    messages,
    answer: (status, headers = {}) => {
      reply = { status, headers }
    },
    asked: () => count,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The JWT is signed with the key the browser was given, for this service, not for long (RFC 8292, sections 2 and 3). */
function checkSender(header: string, key: string, origin: string): void {
  const [, token = '', sent] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(header) ?? []
  assert.equal(sent, key)
  const [head = '', body = '', signature = ''] = token.split('.')
  const point = Buffer.from(key, 'base64url')
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'))
  const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } })
  const signed = Buffer.from(`${head}.${body}`)
  const isGenuine = verify(
    'sha256',
    signed,
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  assert.ok(isGenuine)
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
  assert.equal(claims.aud, origin)
  assert.match(claims.sub, /^(mailto|https):/)
  const left = claims.exp - Date.now() / 1000
  assert.ok(left > 0 && left <= 24 * 3600)
}

/** RFC 8188 with the keys of RFC 8291, section 3.4: one record. */
function open(body: Buffer, pair: ReturnType<typeof createECDH>, auth: Buffer): string {
  const salt = body.subarray(0, 16)
  const length = body[20] ?? 0
  const sender = body.subarray(21, 21 + length)
  const sealed = body.subarray(21 + length)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), sender])
  const secret = Buffer.from(hkdfSync('sha256', pair.computeSecret(sender), auth, info, 32))
  const key = Buffer.from(hkdfSync('sha256', secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16))
  const nonce = Buffer.from(hkdfSync('sha256', secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12))
  const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16))
  const text = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  return text.subarray(0, text.lastIndexOf(2)).toString('utf8')
}
