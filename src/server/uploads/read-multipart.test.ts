import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { type MultipartBounds, readMultipart } from './read-multipart.ts'

const folder = mkdtempSync(join(tmpdir(), 'skypanel-form-'))
after(() => rmSync(folder, { recursive: true }))
let made = 0
const bounds: MultipartBounds = {
  reserve: async () => join(folder, String(made++)),
  mostFiles: 3,
  longestFile: 1000,
  longestText: 500,
}

/** Sends `form` as a browser does, in pieces of `size` bytes. */
async function sendForm(form: FormData, size: number, change: Partial<MultipartBounds> = {}) {
  const response = new Response(form)
  const bytes = Buffer.from(await response.arrayBuffer())
  return readMultipart(cut(bytes, size), response.headers.get('content-type') ?? '', { ...bounds, ...change })
}

async function* cut(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

function formOf(entries: [string, string | File][]): FormData {
  const form = new FormData()
  for (const [name, value] of entries) form.append(name, value)
  return form
}

const binary = Buffer.from(Array.from({ length: 900 }, (_, at) => (at % 7 === 0 ? 13 : at % 11 === 0 ? 10 : at % 256)))

for (const size of [1, 7, 64, 100_000]) {
  test(`text and files come out as they went in, in pieces of ${size} bytes`, async () => {
    const form = formOf([
      ['text', 'Zażółć\r\n--\r\n👩‍👩‍👧'],
      ['text', ''],
      ['picture', new File([binary], 'a "b" \r\n.jpg', { type: 'text/html' })],
      ['none', new File([], 'none.txt')],
      ['do', 'save'],
    ])
    const { fields, files } = await sendForm(form, size)
    assert.deepEqual(fields, [
      ['text', 'Zażółć\r\n--\r\n👩‍👩‍👧'],
      ['text', ''],
      ['do', 'save'],
    ])
    assert.deepEqual(
      files.map(({ field, name, bytes, isCut }) => ({ field, name, bytes, isCut })),
      [
        { field: 'picture', name: 'a "b"  .jpg', bytes: 900, isCut: false },
        { field: 'none', name: 'none.txt', bytes: 0, isCut: false },
      ],
    )
    assert.deepEqual(readFileSync(files[0]?.path ?? ''), binary)
  })
}

test('a file that is too long is dropped, and the text stays', async () => {
  const form = formOf([
    ['picture', new File([Buffer.alloc(1001)], 'a')],
    ['text', 'still here'],
  ])
  const { fields, files } = await sendForm(form, 300)
  assert.deepEqual(fields, [['text', 'still here']])
  assert.equal(files[0]?.isCut, true)
  assert.equal(readFileSync(files[0]?.path ?? '').length, 0)
})

test('too much of anything, and what is no form, is refused', async () => {
  const status = (wanted: number) => (error: { status?: number }) => error.status === wanted
  await assert.rejects(sendForm(formOf([['text', 'x'.repeat(501)]]), 64), status(413))
  const four = Array.from({ length: 4 }, (): [string, File] => ['file', new File(['x'], 'x')])
  await assert.rejects(sendForm(formOf(four), 64), status(413))
  const type = 'multipart/form-data; boundary=x'
  const raw = (text: string, contentType = type) => readMultipart(cut(Buffer.from(text), 5), contentType, bounds)
  await assert.rejects(raw('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nhalf'), status(400))
  await assert.rejects(raw('--x--', 'multipart/form-data'), status(400))
  await assert.rejects(raw(''), status(400))
  await assert.rejects(raw(`--x\r\n${'y'.repeat(20_000)}`), status(400))
  await assert.rejects(raw('--x\r\nContent-Disposition: attachment\r\n\r\n\r\n--x--'), status(400))
  assert.deepEqual(await raw('--x--'), { fields: [], files: [] })
  // What browsers send for a field that no file was chosen in.
  const none = 'Content-Disposition: form-data; name="a"; filename=""\r\nContent-Type: application/octet-stream'
  assert.deepEqual(await raw(`--x\r\n${none}\r\n\r\n\r\n--x--`), { fields: [], files: [] })
})
