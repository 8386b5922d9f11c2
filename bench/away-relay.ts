// A relay that has as many signed commits as are asked for, made while they are read: the mix of live-mix.ts again and again,
// each time by other accounts, signed anew by the keys of the first ones. It is their directory, too. A process of its own.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type BytesWrapper, CidLinkWrapper, decode, decodeFirst, encode, fromBytes, toBytes } from '@atcute/cbor'
import { type WebSocket, WebSocketServer } from 'ws'
import { didDocument } from '../tests/ingest/plc-directory.ts'
import { type CommitBody, commitFrame, type Signer } from '../tests/ingest/signed-repo.ts'
import { createMix, makeFeeds } from './live-mix.ts'

/** Bytes that may wait to be sent. */
const most = 8_000_000
const total = Number(process.argv[2])
const mix = await createMix(20_000, 3000, 9, makeFeeds(100))
const signers = new Map(mix.repos.map(({ did, signer }) => [baseOf(did), signer]))
const pieces = mix.frames.map(({ bytes }) => takeApart(bytes))

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x')
  if (pathname === '/xrpc/com.atproto.identity.resolveHandle') {
    return void response.end(JSON.stringify({ did: `did:plc:${searchParams.get('handle')?.split('.')[0]}` }))
  }
  const did = decodeURIComponent(pathname.slice(1))
  const signer = signers.get(baseOf(did))
  if (!signer) return void response.writeHead(404).end('{}')
  response.end(JSON.stringify(didDocument(did, signer.multikey, `${did.slice('did:plc:'.length)}.test`)))
})
const sockets = new WebSocketServer({ server, perMessageDeflate: false })
sockets.on('connection', (socket, request) => {
  const cursor = new URL(request.url ?? '/', 'http://x').searchParams.get('cursor')
  socket.on('error', () => {})
  void send(socket, Number(cursor ?? 0))
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('disconnect', () => process.exit())

async function send(socket: WebSocket, cursor: number): Promise<void> {
  for (let at = cursor; at < total && socket.readyState === socket.OPEN; at++) {
    socket.send(makeFrame(at))
    while (socket.bufferedAmount > most) await pause(5)
    if (at % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
}

type Told = Omit<CommitBody, 'blocks'> & { blocks: BytesWrapper; seq: number; time: string }
type Piece = { body: Omit<Told, 'seq' | 'time'>; base: string; data: CidLinkWrapper; signer: Signer; rest: Uint8Array }

/** What is the same each time: operations, and all blocks but the commit itself, which stands first. */
function takeApart(frame: Uint8Array): Piece {
  const { seq: _, time: __, ...body } = decode(decodeFirst(frame)[1]) as Told
  const car = fromBytes(body.blocks)
  const first = skip(car, 0)
  const end = skip(car, first.end)
  const commit = decode(car.subarray(end.begin + 36, end.end)) as { data: CidLinkWrapper }
  const base = baseOf(body.repo)
  const signer = signers.get(base) as Signer
  return { body, base, data: commit.data, signer, rest: car.subarray(end.end) }
}

/** Where a section of a CAR file begins, after its length (LEB128), and ends. */
function skip(car: Uint8Array, at: number): { begin: number; end: number } {
  let [length, shift, begin] = [0, 0, at]
  for (let more = true; more; shift += 7) {
    const byte = car[begin++] as number
    length += (byte & 127) * 2 ** shift
    more = byte > 127
  }
  return { begin, end: begin + length }
}

function makeFrame(at: number): Uint8Array {
  const { body, base, data, signer, rest } = pieces[at % pieces.length] as Piece
  const lap = Math.floor(at / pieces.length)
  const repo =
    base +
    lap
      .toString(32)
      .padStart(3, '0')
      .replace(/[0189]/g, (digit) => 'wxyz'['0189'.indexOf(digit)] as string)
  const unsigned = { did: repo, version: 3, data, rev: body.rev, prev: null }
  const block = encode({ ...unsigned, sig: toBytes(signer.sign(encode(unsigned))) })
  const digest = createHash('sha256').update(block).digest()
  const commit = new CidLinkWrapper(Buffer.concat([Buffer.from('01711220', 'hex'), digest]))
  const header = encode({ roots: [commit], version: 1 })
  const parts = [varint(header.length), header, varint(36 + block.length), commit.bytes, block, rest]
  return commitFrame(at + 1, { ...body, repo, commit, blocks: Buffer.concat(parts) })
}

function varint(value: number): Uint8Array {
  return value < 128 ? Uint8Array.of(value) : Uint8Array.of((value & 127) | 128, value >> 7)
}

/** A did:plc without its last three letters, which say which time it is. */
function baseOf(did: string): string {
  return did.slice(0, -3)
}
