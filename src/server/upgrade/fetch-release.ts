// A release from the web or the disk → a file whose checksum is right.
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { isLoopback } from '../config-schema.ts'

/** Why a release is not used: a sentence for whoever asked. */
export class BadRelease extends Error {}

/** Bytes, and how long it may take, in ms. */
const bounds = { release: 2_000_000_000, checksum: 10_000, milliseconds: 30 * 60_000 }

type Options = {
  /** A path, or an address that begins with https. */
  source: string
  /** Where a release from the web goes. */
  to: string
  /** In hexadecimal; undefined for the file beside the release, `<source>.sha256`. */
  sha256?: string | undefined
  progress: (label: string, done: number, total: number) => void
}

/**
 * @returns the file, which is `to` or the one that was named, and its checksum
 * @throws BadRelease when there is none, or the checksum is another one
 */
export async function fetchRelease({
  source,
  to,
  sha256,
  progress,
}: Options): Promise<{ file: string; sha256: string }> {
  const isAddress = /^https?:\/\//.test(source)
  const wanted = sha256?.toLowerCase() ?? readChecksum(source, await readText(`${source}.sha256`, isAddress))
  if (!/^[0-9a-f]{64}$/.test(wanted)) throw new BadRelease('A checksum has 64 hexadecimal digits.')
  const file = isAddress ? to : source
  if (isAddress) await download(source, to, progress)
  else if (!existsSync(source)) throw new BadRelease(`There is no ${source}.`)
  const found = await digest(file)
  if (found !== wanted) throw new BadRelease(`${source} has the checksum ${found}, and should have ${wanted}.`)
  return { file, sha256: found }
}

async function readText(source: string, isAddress: boolean): Promise<string> {
  if (isAddress) {
    const response = await ask(source)
    return (await response.text()).slice(0, bounds.checksum)
  }
  if (!existsSync(source)) throw new BadRelease(`There is no ${source}: name the checksum with --sha256.`)
  return readFileSync(source, 'utf8')
}

/** As sha256sum writes it: a line for each file, or the one digest. */
function readChecksum(source: string, text: string): string {
  const name = basename(source)
  const lines = text.split('\n').map((line) => /^([0-9a-fA-F]{64})(?:\s+\*?(.+))?$/.exec(line.trim()))
  const found = lines.find((line) => line && (line[2] === undefined || basename(line[2]) === name))
  if (!found?.[1]) throw new BadRelease(`${source}.sha256 does not name ${name}.`)
  return found[1].toLowerCase()
}

async function download(source: string, to: string, progress: Options['progress']): Promise<void> {
  const response = await ask(source)
  const total = Number(response.headers.get('content-length') ?? 0)
  let bytes = 0
  const count = new Transform({
    transform(part, _, done) {
      bytes += part.length
      progress('downloading, MB', Math.round(bytes / 1e6), Math.max(1, Math.round(total / 1e6)))
      done(bytes > bounds.release ? new BadRelease('This is too long for a release.') : null, part)
    },
  })
  if (!response.body) throw new BadRelease(`${source} is empty.`)
  await pipeline(response.body, count, createWriteStream(to, { mode: 0o644 })).catch((cause) => {
    throw cause instanceof BadRelease ? cause : new BadRelease(`${source} broke off: ${cause.message}.`, { cause })
  })
}

async function ask(source: string): Promise<Response> {
  const { protocol, hostname } = new URL(source)
  if (protocol !== 'https:' && !isLoopback(hostname)) throw new BadRelease('A release comes by https.')
  const response = await fetch(source, { signal: AbortSignal.timeout(bounds.milliseconds) }).catch((cause) => {
    throw new BadRelease(`${source} cannot be reached: ${cause.cause?.message ?? cause.message}.`, { cause })
  })
  if (!response.ok) throw new BadRelease(`${source} answers ${response.status}.`)
  if (new URL(response.url).protocol !== protocol) throw new BadRelease(`${source} leads to an address without TLS.`)
  return response
}

async function digest(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of createReadStream(file)) hash.update(part)
  return hash.digest('hex')
}
