// Forms with files, in pieces of every size.
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { readMultipart } from './read-multipart.ts'

type Part = { name: string; fileName: string | undefined; type: string; text: string }

async function read(body: Uint8Array, type: string, size: number): Promise<Part[]> {
  const parts: Part[] = []
  const pieces = Array.from({ length: Math.ceil(body.length / size) }, (_, at) =>
    body.subarray(at * size, (at + 1) * size),
  )
  const texts: Buffer[][] = []
  for await (const event of readMultipart(Readable.from(pieces), type)) {
    if (event.kind === 'part') {
      const { kind: _, ...head } = event
      parts.push({ ...head, text: '' })
      texts.push([])
    } else texts.at(-1)?.push(Buffer.from(event.chunk))
  }
  return parts.map((part, at) => ({ ...part, text: Buffer.concat(texts[at] ?? []).toString('utf8') }))
}

async function encode(form: FormData) {
  const request = new Request('http://x/', { method: 'POST', body: form })
  return {
    body: new Uint8Array(await request.clone().arrayBuffer()),
    type: request.headers.get('content-type') ?? '',
  }
}

test('gives back what a browser sends, however it is cut', async () => {
  const form = new FormData()
  form.append('text', 'Zażółć 👩‍👩‍👧\r\n\r\n--not a boundary\r\n--')
  form.append('empty', '')
  form.append('a "name"', 'x')
  form.append('file', new File(['\r\n--\r\n\0ÿ'], 'cat "1".jpg', { type: 'image/jpeg' }))
  const { body, type } = await encode(form)
  const expected = [
    { name: 'text', fileName: undefined, type: '', text: 'Zażółć 👩‍👩‍👧\r\n\r\n--not a boundary\r\n--' },
    { name: 'empty', fileName: undefined, type: '', text: '' },
    { name: 'a "name"', fileName: undefined, type: '', text: 'x' },
    { name: 'file', fileName: 'cat "1".jpg', type: 'image/jpeg', text: '\r\n--\r\n\0ÿ' },
  ]
  for (const size of [1, 2, 3, 7, 61, 64, 1000, 100_000]) assert.deepEqual(await read(body, type, size), expected)
})

test('a body that is cut off, has no boundary or no names is refused', async () => {
  const form = new FormData()
  form.append('text', 'x'.repeat(100))
  const { body, type } = await encode(form)
  const refused = { name: 'AppError', status: 400 }
  await assert.rejects(read(body.subarray(0, -8), type, 50), refused)
  await assert.rejects(read(body, 'multipart/form-data', 50), refused)
  const other = (head: string) => Buffer.from(`--b\r\n${head}\r\n\r\nx\r\n--b--\r\n`)
  await assert.rejects(read(other('Content-Disposition: attachment'), 'multipart/form-data; boundary=b', 50), refused)
  await assert.rejects(read(other(`X: ${'y'.repeat(9000)}`), 'multipart/form-data; boundary=b', 50), refused)
  await assert.rejects(read(Buffer.from('--bnonsense'), 'multipart/form-data; boundary=b', 50), refused)
})
