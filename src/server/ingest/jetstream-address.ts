// Where and how to listen to a Jetstream: compressed where the server gives its dictionary, else in the older form.
import { zstdDecompressSync } from 'node:zlib'
import { BadFrame } from './bad-frame.ts'
import { frameLimit } from './read-frame.ts'

/** How to connect, and how to read what comes. */
export type JetstreamWay = {
  form: 'compressed' | 'plain'
  address: (cursor: number | undefined) => URL
  /** @throws BadFrame when a message cannot be read */
  textOf: (data: Uint8Array, isBinary: boolean) => string
}

/** What feeds, counts, notices and sets of people are made of; nothing else is asked for. */
export const collections = [
  ...['post', 'like', 'repost'].map((name) => `app.bsky.feed.${name}`),
  ...['follow', 'list', 'listitem', 'starterpack', 'verification'].map((name) => `app.bsky.graph.${name}`),
  'app.bsky.actor.profile',
]
const method = '/xrpc/network.bsky.jetstream'
/** A dictionary has 100 kB; its beginning and its number (RFC 8878, section 5). */
const dictionaryLimit = 2_000_000
const dictionaryMagic = 0xec30a437

/**
 * Asks the server for its dictionary (network.bsky.jetstream.getZstdDictionary). One that has none, and an address that
 * ends in /subscribe, is listened to in the older form, which is not compressed.
 */
export async function findWay(base: string, fetchBounded: (url: string) => Promise<Response>): Promise<JetstreamWay> {
  const dictionary = new URL(base).pathname === '/' ? await fetchDictionary(base, fetchBounded) : undefined
  if (!dictionary) {
    return {
      form: 'plain',
      address: (cursor) => addressOf(base, '/subscribe', { wantedCollections: collections }, cursor),
      textOf: (data) => Buffer.from(data.buffer, data.byteOffset, data.length).toString(),
    }
  }
  const zstdDictionary = [String(dictionary.readUInt32LE(4))]
  return {
    form: 'compressed',
    address: (cursor) => addressOf(base, `${method}.subscribeEvents`, { collections, zstdDictionary }, cursor),
    textOf: (data, isBinary) => (isBinary ? decompress(data, dictionary) : Buffer.from(data).toString()),
  }
}

async function fetchDictionary(
  base: string,
  fetchBounded: (url: string) => Promise<Response>,
): Promise<Buffer | undefined> {
  const url = new URL(`${method}.getZstdDictionary`, base.replace(/^ws/, 'http'))
  const response = await fetchBounded(url.href).catch(() => undefined)
  if (!response?.ok) return void (await response?.body?.cancel())
  const bytes = Buffer.from(await response.arrayBuffer())
  return bytes.length > 8 && bytes.length <= dictionaryLimit && bytes.readUInt32LE(0) === dictionaryMagic
    ? bytes
    : undefined
}

function addressOf(base: string, path: string, lists: Record<string, string[]>, cursor: number | undefined): URL {
  const url = new URL(path, base)
  for (const [name, values] of Object.entries(lists)) for (const value of values) url.searchParams.append(name, value)
  if (cursor !== undefined) url.searchParams.set('cursor', String(cursor))
  return url
}

function decompress(data: Uint8Array, dictionary: Buffer): string {
  try {
    return zstdDecompressSync(data, { dictionary, maxOutputLength: frameLimit }).toString()
  } catch (cause) {
    throw new BadFrame('undecodable compression', { cause })
  }
}
