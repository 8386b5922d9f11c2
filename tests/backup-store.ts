// A real S3 server (s3rver) behind a link that can be cut, which adds what s3rver lacks: signatures of version 4 are
// checked, and uploads in parts listed and aborted.
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer, type IncomingMessage, request } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { StoreSettings } from '#server/backup/open-store.ts'

type S3Server = { run(): Promise<{ port: number }>; close(): Promise<void> }
const S3rver: new (options: object) => S3Server = createRequire(import.meta.url)('s3rver')

/** Those that s3rver knows. */
const access = { id: 'S3RVER', secret: 'S3RVER' }
const bucket = 'safe'

/** What becomes of a request: it goes on, is dropped, or is never answered. */
export type Fate = 'goes on' | 'cut' | 'silence'

/** @param folder an empty one, which is the caller's */
export async function startBackupStore(folder: string) {
  mkdirSync(join(folder, bucket), { recursive: true })
  const inner = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: folder, vhostBuckets: false })
  const { port } = await inner.run()
  /** By their id, as they were begun. */
  const uploads = new Map<string, { key: string; begun: string }>()
  const link = { fate: (_method: string, _path: string): Fate => 'goes on', asked: [] as string[], uploads }
  const server = createServer((incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming
    link.asked.push(`${method} ${url}`)
    const fate = link.fate(method, url)
    if (fate === 'cut') return void incoming.destroy()
    if (fate === 'silence') return void incoming.resume()
    if (headers.authorization?.includes(`Credential=${access.id}/`) && !isSigned(incoming)) {
      const body = '<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code></Error>'
      return void outgoing.writeHead(403, { 'content-type': 'application/xml' }).end(body)
    }
    const { pathname, searchParams: query } = new URL(url, 'http://store')
    const key = decodeURIComponent(pathname).slice(bucket.length + 2)
    if (method === 'GET' && query.has('uploads'))
      return void outgoing.writeHead(200, { 'content-type': 'application/xml' }).end(listUploads(uploads, query))
    const id = query.get('uploadId') ?? ''
    if (method === 'DELETE' && id !== '') return void outgoing.writeHead(uploads.delete(id) ? 204 : 404).end()
    const passed = request({ port, host: '127.0.0.1', method, path: url, headers }, (answer) => {
      if (answer.statusCode === 200 && method === 'POST') {
        if (id !== '') uploads.delete(id)
        else answer.once('data', (text) => uploads.set(idIn(text), { key, begun: new Date().toISOString() }))
      }
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(outgoing)
    })
    passed.on('error', () => outgoing.destroy())
    incoming.pipe(passed)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/${bucket}`
  const settings: StoreSettings = { url, region: 'home', keyId: access.id, secret: access.secret, prefix: 'boxes/one' }
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await inner.close()
  }
  return { settings, link, close }
}

function idIn(text: Buffer): string {
  return /<UploadId>([^<]+)/.exec(String(text))?.[1] ?? ''
}

/** As docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html has it. */
function listUploads(uploads: Map<string, { key: string; begun: string }>, query: URLSearchParams): string {
  const listed = [...uploads].filter(([, { key }]) => key.startsWith(query.get('prefix') ?? ''))
  const lines = listed.map(
    ([id, { key, begun }]) =>
      `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${begun}</Initiated></Upload>`,
  )
  return `<?xml version="1.0"?><ListMultipartUploadsResult><Bucket>${bucket}</Bucket>${lines.join('')}</ListMultipartUploadsResult>`
}

/** Whether a request has the signature that it should have (docs.aws.amazon.com/AmazonS3, "Signature Calculations"). */
function isSigned({ method, url = '', headers }: IncomingMessage): boolean {
  const [, day = '', region = '', names = '', signature] =
    /Credential=[^/]+\/(\d+)\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)/.exec(
      headers.authorization ?? '',
    ) ?? []
  const { pathname, searchParams } = new URL(url, 'http://store')
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  const query = [...searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
  const signed = names
    .split(';')
    .map((name) => `${name}:${headers[name] ?? ''}\n`)
    .join('')
  const canonical = [method, pathname, query, signed, names, headers['x-amz-content-sha256']].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const digest = createHash('sha256').update(canonical).digest('hex')
  const sign = (by: string | Buffer, text: string) => createHmac('sha256', by).update(text).digest()
  const signingKey = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(sign, `AWS4${access.secret}`)
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, digest].join('\n')
  return sign(signingKey, text).toString('hex') === signature
}
