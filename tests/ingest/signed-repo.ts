// Repositories that sign: real commits over real trees, and the frames that a relay would carry for them.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign as signNode } from 'node:crypto'
import { writeCarStream } from '@atcute/car'
import { type CidLink, encode, toBytes } from '@atcute/cbor'
import { create, fromString, toCidLink } from '@atcute/cid'
import { MemoryBlockStore, type MSTNode, NodeStore, NodeWrangler } from '@atcute/mst'
import { isPrivate, pointFromScalar, sign as signK256 } from 'tiny-secp256k1'
import { tidOf } from '#server/atproto/create-tid.ts'
import { toMultikey } from '#server/ingest/signing-key.ts'

export type Signer = { multikey: string; sign: (message: Uint8Array) => Uint8Array }
export type RepoWrite = { action: 'create' | 'update' | 'delete'; path: string; record?: Record<string, unknown> }
export type SignedRepo = Awaited<ReturnType<typeof createSignedRepo>>

const p256Order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')

export function createSigner(curve: 'k256' | 'p256' = 'k256'): Signer {
  if (curve === 'p256') return createP256Signer()
  let secret = randomBytes(32)
  while (!isPrivate(secret)) secret = randomBytes(32)
  const point = pointFromScalar(secret, true) ?? new Uint8Array()
  return {
    multikey: toMultikey('k256', point),
    sign: (message) => signK256(createHash('sha256').update(message).digest(), secret),
  }
}

function createP256Signer(): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const { x, y } = publicKey.export({ format: 'jwk' })
  const [left, right] = [x, y].map((part) => Buffer.from(part ?? '', 'base64url')) as [Buffer, Buffer]
  const point = Buffer.concat([Buffer.of(2 + ((right.at(-1) ?? 0) & 1)), left])
  return { multikey: toMultikey('p256', point), sign: (message) => signLowS(privateKey, message) }
}

function signLowS(key: KeyObject, message: Uint8Array): Uint8Array {
  const signature = signNode('sha256', message, { key, dsaEncoding: 'ieee-p1363' })
  const s = BigInt(`0x${signature.subarray(32).toString('hex')}`)
  return s > p256Order / 2n ? flipS(signature) : signature
}

/** The other signature of the same message that a lax check accepts: low-S becomes high-S, for either curve. */
export function flipS(signature: Uint8Array, order: bigint = p256Order): Uint8Array {
  const s = order - BigInt(`0x${Buffer.from(signature.subarray(32)).toString('hex')}`)
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')])
}

function createDid(): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
  return `did:plc:${[...randomBytes(24)].map((byte) => alphabet[byte % 32]).join('')}`
}

/** What a commit may be told to get wrong. */
export type CommitFaults = { signer?: Signer; did?: string; highS?: boolean; rev?: string }

/** What stood in repositories before: trees are by what they hold, so that many may begin with the same one. */
export type Grown = { nodes: NodeStore; root: string }

/** The tree that holds only `paths`, each with the same record. */
export async function growTree(paths: string[] = []): Promise<Grown> {
  const nodes = new NodeStore(new MemoryBlockStore())
  const wrangler = new NodeWrangler(nodes)
  const empty = await nodes.get(null).then((node) => nodes.put(node))
  let root = (await empty.cid()).$link
  const link = toCidLink(await create(0x71, encode({})))
  for (const path of paths) root = await wrangler.putRecord(root, path, link)
  return { nodes, root }
}

/** A repository of `did`, empty unless `grown`. Revisions count from `startedAt` ms. */
export async function createSignedRepo(
  did = createDid(),
  signer = createSigner(),
  startedAt = Date.now() - 3600_000,
  grown?: Grown,
) {
  const { nodes, root: begin } = grown ?? (await growTree())
  const wrangler = new NodeWrangler(nodes)
  let root = begin
  let rev: string | null = null
  let ticks = startedAt

  /** The nodes from the root down to where `path` is or would be. */
  async function collectProof(from: string, path: string): Promise<[string, Uint8Array][]> {
    const proof: [string, Uint8Array][] = []
    for (let cid: string | undefined = from; cid; ) {
      const node: MSTNode = await nodes.get(cid)
      proof.push([cid, await node.serialize()])
      const place = node.lowerBound(path)
      cid = node.keys[place] === path ? undefined : node.subtrees[place]?.$link
    }
    return proof
  }

  /** Makes the next commit: the body of a #commit event without `seq`. */
  async function commit(writes: RepoWrite[], faults: CommitFaults = {}) {
    const before = root
    const since = rev
    const car = new Map<string, Uint8Array>()
    const ops: { action: string; path: string; cid: CidLink | null }[] = []
    for (const { action, path, record } of writes) {
      if (record === undefined) {
        root = await wrangler.deleteRecord(root, path)
        ops.push({ action, path, cid: null })
        continue
      }
      const bytes = encode(record)
      const link = toCidLink(await create(0x71, bytes))
      root = await wrangler.putRecord(root, path, link)
      car.set(link.$link, bytes)
      ops.push({ action, path, cid: link })
    }
    for (const { path } of writes) {
      for (const [cid, bytes] of await collectProof(root, path)) car.set(cid, bytes)
    }
    rev = faults.rev ?? tidOf(ticks++)
    const data = await (await nodes.get(root)).cid()
    const unsigned = { did: faults.did ?? did, version: 3, data, rev, prev: null }
    let signature = (faults.signer ?? signer).sign(encode(unsigned))
    if (faults.highS)
      signature = flipS(signature, (faults.signer ?? signer).multikey.startsWith('zQ3s') ? k256Order : p256Order)
    const bytes = encode({ ...unsigned, sig: toBytes(signature) })
    const link = toCidLink(await create(0x71, bytes))
    const prevData = since === null ? undefined : await (await nodes.get(before)).cid()
    const blocks = await writeCar(link, new Map([[link.$link, bytes], ...car]))
    return { repo: did, rev, since, prevData, commit: link, blocks, ops }
  }

  return { did, signer, commit }
}

const k256Order = BigInt('0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141')

/** A CAR file of these blocks. */
export async function writeCar(root: CidLink, blocks: Map<string, Uint8Array>): Promise<Uint8Array> {
  const list = [...blocks].map(([cid, data]) => ({ cid: fromString(cid).bytes, data: new Uint8Array(data) }))
  const chunks: Uint8Array[] = []
  for await (const chunk of writeCarStream([root], list)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

export type CommitBody = Awaited<ReturnType<SignedRepo['commit']>>

/** The frame of a commit. `more` replaces fields of the body. */
export function commitFrame(seq: number, body: CommitBody, more: Record<string, unknown> = {}): Uint8Array {
  const rest = { seq, rebase: false, tooBig: false, blobs: [], time: new Date().toISOString() }
  return frameOf('#commit', { ...rest, ...body, blocks: toBytes(body.blocks), ...more })
}

export function frameOf(kind: string, body: Record<string, unknown>): Uint8Array {
  return Buffer.concat([encode({ t: kind, op: 1 }), encode(body)])
}

export function errorFrame(error: string): Uint8Array {
  return Buffer.concat([encode({ op: -1 }), encode({ error, message: `${error}, said the test` })])
}

/** A post as people write it. */
export function postRecord(text: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { $type: 'app.bsky.feed.post', text, createdAt: new Date().toISOString(), langs: ['en'], ...more }
}

/** A create of a post with a fresh key. */
export function createPost(text: string, rkey: string, more: Record<string, unknown> = {}): RepoWrite {
  return { action: 'create', path: `app.bsky.feed.post/${rkey}`, record: postRecord(text, more) }
}
