import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readCaptions } from './read-captions.ts'
import { readGif } from './read-gif.ts'
import { readMp4 } from './read-mp4.ts'
import { readWebm } from './read-webm.ts'
import { sniffFile } from './sniff-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'skypanel-files-'))
after(() => rmSync(folder, { recursive: true }))

async function reading<Result>(bytes: Buffer, read: (file: Awaited<ReturnType<typeof open>>) => Promise<Result>) {
  const path = join(folder, 'file')
  writeFileSync(path, bytes)
  const file = await open(path)
  try {
    return await read(file)
  } finally {
    await file.close()
  }
}

const kinds: [name: string, head: string | Buffer, kind: string][] = [
  ['JPEG', '\xff\xd8\xff\xe0', 'image/jpeg'],
  ['PNG', '\x89PNG\r\n\x1a\n', 'image/png'],
  ['WebP', 'RIFF\x00\x00\x00\x00WEBP', 'image/webp'],
  ['GIF', 'GIF89a', 'image/gif'],
  ['AVIF', '\x00\x00\x00\x20ftypavif', 'image/avif'],
  ['MP4', '\x00\x00\x00\x20ftypisom', 'video/mp4'],
  ['MOV', '\x00\x00\x00\x20ftypqt  ', 'video/quicktime'],
  ['old MOV', '\x00\x00\x00\x08wide', 'video/quicktime'],
  ['WebM', '\x1a\x45\xdf\xa3\x00\x00webm', 'video/webm'],
  ['WebVTT with a mark', '\xef\xbb\xbfWEBVTT\n', 'text/vtt'],
  ['HEIC', '\x00\x00\x00\x20ftypheic', 'other'],
  ['Matroska', '\x1a\x45\xdf\xa3\x00\x00matroska', 'other'],
  ['SVG', '<?xml version="1.0"?><svg onload="alert(1)">', 'other'],
  ['HTML called a picture', '<!DOCTYPE html><script>', 'other'],
  ['ZIP', 'PK\x03\x04', 'other'],
  ['PDF', '%PDF-1.7', 'other'],
  ['RIFF that is sound', 'RIFF\x00\x00\x00\x00WAVE', 'other'],
  ['nothing', '', 'other'],
]
for (const [name, head, kind] of kinds) {
  test(`${name} is told by its bytes`, () => {
    const found = sniffFile(Buffer.from(head as string, 'latin1'))
    assert.equal(found.kind === 'other' ? 'other' : found.mime, kind)
    if (found.kind === 'other') assert.match(found.refusal, /^[A-Z].*\.$/)
  })
}

function box(type: string, ...content: Buffer[]): Buffer {
  const inside = Buffer.concat(content)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(inside.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, inside])
}

function header(length: number, numbers: Record<number, number>): Buffer {
  const bytes = Buffer.alloc(length)
  for (const [at, number] of Object.entries(numbers)) bytes.writeUInt32BE(number >>> 0, Number(at))
  return bytes
}

const hdlr = (kind: string) => box('hdlr', Buffer.concat([Buffer.alloc(8), Buffer.from(kind), Buffer.alloc(12)]))
const tkhd = (width: number, height: number, matrix = { 40: 65536, 56: 65536 }) =>
  box('tkhd', header(84, { ...matrix, 76: width * 65536, 80: height * 65536 }))
const mvhd = box('mvhd', header(100, { 12: 1000, 16: 4200 }))
const track = (...parts: Buffer[]) => box('trak', ...parts, box('mdia', hdlr('vide')))
const sound = box('trak', tkhd(0, 0), box('mdia', hdlr('soun')))
const mp4 = (...moov: Buffer[]) => Buffer.concat([box('ftyp', Buffer.from('isom')), box('moov', ...moov), box('mdat')])
const facts = (bytes: Buffer, size = bytes.length) => reading(bytes, (file) => readMp4(file, size))

test('an MP4 says how large and long it is', async () => {
  assert.deepEqual(await facts(mp4(mvhd, sound, track(tkhd(1280, 720)))), {
    width: 1280,
    height: 720,
    durationMs: 4200,
  })
  const turned = tkhd(1920, 1080, { 40: 0, 44: 65536, 52: -65536 } as never)
  assert.deepEqual(await facts(mp4(mvhd, track(turned))), { width: 1080, height: 1920, durationMs: 4200 })
  const clip = readFileSync(join(import.meta.dirname, '../../../tests/browser/videos/clip.mp4'))
  const read = await facts(clip)
  assert.ok(read?.width && read.height && read.durationMs)
})

test('an MP4 that lies is none', async () => {
  const good = mp4(mvhd, track(tkhd(1280, 720)))
  assert.equal(await facts(good.subarray(0, good.length - 9)), undefined, 'cut off')
  assert.equal(await facts(mp4(mvhd, sound)), undefined, 'no video')
  assert.equal(await facts(Buffer.concat([box('ftyp'), box('mdat')])), undefined, 'no moov')
  const lying = Buffer.from(good)
  lying.writeUInt32BE(0x7fffffff, 12)
  assert.equal(await facts(lying), undefined, 'a box larger than the file')
  const tiny = Buffer.from(good)
  tiny.writeUInt32BE(4, 12)
  assert.equal(await facts(tiny), undefined, 'a box smaller than its own head')
  const long = Buffer.concat([header(8, { 0: 1 }), Buffer.alloc(8, 0xff), good])
  long.write('free', 4)
  assert.equal(await facts(long), undefined, 'a length of 2^64')
  const many = Buffer.concat(Array.from({ length: 30_000 }, () => box('free')))
  assert.equal(await facts(Buffer.concat([many, good])), undefined, 'boxes without end')
  assert.deepEqual(await facts(mp4(mvhd, track(tkhd(0, 60_000)))), { durationMs: 4200 }, 'sides of no picture')
  assert.deepEqual(await facts(mp4(track(box('tkhd')))), {}, 'an empty head')
})

test('a WebM says how large and long it is', () => {
  const element = (id: string, content: Buffer) =>
    Buffer.concat([Buffer.from(id, 'hex'), Buffer.from([0x40 | (content.length >> 8), content.length & 0xff]), content])
  const number = (value: number) => Buffer.from([value >> 8, value & 0xff])
  const duration = Buffer.alloc(4)
  duration.writeFloatBE(2500)
  const video = element('e0', Buffer.concat([element('b0', number(640)), element('ba', number(360))]))
  const tracks = element('1654ae6b', element('ae', video))
  const segment = element('18538067', Buffer.concat([element('1549a966', element('4489', duration)), tracks]))
  const head = Buffer.concat([element('1a45dfa3', Buffer.from('webm')), segment])
  assert.deepEqual(readWebm(head), { width: 640, height: 360, durationMs: 2500 })
  assert.equal(readWebm(head.subarray(0, 20)), undefined)
  assert.equal(readWebm(Buffer.alloc(5000, 0xff)), undefined)
  assert.equal(readWebm(Buffer.alloc(5000)), undefined)
})

const frame = Buffer.from('2c0000000001000100000202440100', 'hex')
const gifHead = Buffer.from('47494638396101000100800000ffffff000000', 'hex')

test('the pictures of a GIF are counted, and not without end', async () => {
  const gif = (frames: number, end = Buffer.from(';')) =>
    Buffer.concat([gifHead, ...Array.from({ length: frames }, () => frame), end])
  const count = async (bytes: Buffer) => (await reading(bytes, (file) => readGif(file, 2000)))?.frames
  assert.equal(await count(gif(1)), 1)
  assert.equal(await count(gif(30)), 30)
  assert.equal(await count(gif(5000)), 2001)
  assert.equal(await count(gif(3, Buffer.from('<script>'))), 3)
  assert.equal(await count(gif(0)), undefined)
  assert.equal(await count(gif(1).subarray(0, 25)), undefined)
  assert.equal(await count(Buffer.from('GIF89a')), undefined)
})

const captions: [name: string, text: string | Buffer, problem?: RegExp][] = [
  ['hours or none', 'WEBVTT\n\n00:01.000 --> 00:02.000\nA\n\n01:00:00.000 --> 01:00:01.500 align:start\nB\n'],
  ['line ends of Windows, a mark in front', '\uFEFFWEBVTT - x\r\n\r\n1\r\n00:01.000 --> 00:02.000\r\nA'],
  ['no times', 'WEBVTT\n\nA', /not one line/],
  ['SubRip', '1\n00:00:01,000 --> 00:00:02,000\nA', /begins with WEBVTT/],
  ['commas', 'WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nA', /Line 3/],
  ['backwards', 'WEBVTT\n\n00:02.000 --> 00:01.000\nA', /Line 3/],
  ['a minute of 70', 'WEBVTT\n\n70:02.000 --> 71:01.000\nA', /Line 3/],
  ['other letters', Buffer.from('WEBVTT\n\n00:01.000 --> 00:02.000\n\xe9', 'latin1'), /UTF-8/],
  ['too long', `WEBVTT\n\n00:01.000 --> 00:02.000\n${'x'.repeat(20_000)}`, /20000/],
]
for (const [name, text, problem] of captions) {
  test(`captions with ${name}`, () => {
    const read = readCaptions(Buffer.from(text as string))
    if (problem) assert.match('problem' in read ? read.problem : '', problem)
    else assert.ok('text' in read && !read.text.includes('\r') && read.text.startsWith('WEBVTT'))
  })
}
