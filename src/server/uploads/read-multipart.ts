// A form with files (RFC 7578) as it comes in: text into memory, files onto the disk, each within bounds.
import { open } from 'node:fs/promises'
import { AppError } from '../app-error.ts'

/** A file of a form, lying at `path`. `isCut`: it was longer than is taken, and nothing of it was kept. */
export type SentFile = { field: string; name: string; path: string; bytes: number; isCut: boolean }

export type MultipartForm = { fields: [name: string, value: string][]; files: SentFile[] }

export type MultipartBounds = {
  /** Where the next file goes. */
  reserve(): Promise<string>
  mostFiles: number
  /** Of one file, in bytes. */
  longestFile: number
  /** Of all text together, in bytes. */
  longestText: number
}

const longestHead = 8 * 1024
const newLine = Buffer.from('\r\n')

/**
 * Reads `body`. What a file has beyond its bound is read and dropped, so that the text that came with it is not lost.
 * @throws AppError 400 for what is no such form or ends too early, 413 for too much text or too many files
 */
export async function readMultipart(
  body: AsyncIterable<Uint8Array>,
  contentType: string,
  bounds: MultipartBounds,
): Promise<MultipartForm> {
  const boundary = /;\s*boundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(contentType)
  if (!boundary) throw broken()
  const reader = createReader(body, Buffer.from(`\r\n--${boundary[1] ?? boundary[2]}`, 'latin1'))
  const form: MultipartForm = { fields: [], files: [] }
  let textLeft = bounds.longestText
  await reader.passPart(async () => undefined)
  for (;;) {
    const head = await reader.takeHead()
    if (head === undefined) return form
    const { field, name } = readHead(head)
    if (name === undefined) {
      const chunks: Buffer[] = []
      await reader.passPart(async (chunk) => {
        textLeft -= chunk.length
        if (textLeft < 0) throw new AppError(413, 'That is too much text at once.')
        chunks.push(Buffer.from(chunk))
      })
      if (form.fields.push([field, Buffer.concat(chunks).toString('utf8')]) > 2000) throw broken()
    } else {
      if (form.files.length >= bounds.mostFiles) throw new AppError(413, `At most ${bounds.mostFiles} files at once.`)
      const file = await keepFile(reader, { field, name }, bounds)
      if (file) form.files.push(file)
    }
  }
}

/** Undefined for a field that no file was chosen in. */
async function keepFile(
  reader: Reader,
  { field, name }: { field: string; name: string },
  { reserve, longestFile }: MultipartBounds,
): Promise<SentFile | undefined> {
  const path = await reserve()
  const file = await open(path, 'wx', 0o600)
  let bytes = 0
  try {
    await reader.passPart(async (chunk) => {
      const fits = bytes <= longestFile
      bytes += chunk.length
      if (bytes <= longestFile) await file.write(chunk)
      else if (fits) await file.truncate(0)
    })
  } finally {
    await file.close()
  }
  return name === '' && bytes === 0 ? undefined : { field, name, path, bytes, isCut: bytes > longestFile }
}

type Reader = {
  /** The header lines of the next part; undefined after the last one. */
  takeHead(): Promise<string | undefined>
  /** Gives the rest of this part to `take`, piece by piece. */
  passPart(take: (chunk: Buffer) => Promise<void>): Promise<void>
}

function createReader(body: AsyncIterable<Uint8Array>, delimiter: Buffer): Reader {
  const chunks = body[Symbol.asyncIterator]()
  // The first delimiter stands at the very beginning, without the line end.
  let held: Buffer = newLine

  async function more(): Promise<void> {
    const { done, value } = await chunks.next().catch((cause: unknown) => {
      throw new AppError(400, 'Not everything arrived. Send it again.', { cause })
    })
    if (done) throw new AppError(400, 'Not everything arrived. Send it again.')
    held = held.length === 0 ? Buffer.from(value) : Buffer.concat([held, value])
  }

  async function takeHead(): Promise<string | undefined> {
    while (held.length < 2) await more()
    if (held.toString('latin1', 0, 2) === '--') return undefined
    for (;;) {
      const end = held.indexOf('\r\n\r\n')
      if (end >= 0) {
        const head = held.toString('utf8', 0, end)
        // The line end before a delimiter is part of it, also when the part is empty.
        held = held.subarray(end + 4)
        return head
      }
      if (held.length > longestHead) throw broken()
      await more()
    }
  }

  async function passPart(take: (chunk: Buffer) => Promise<void>): Promise<void> {
    for (;;) {
      const end = held.indexOf(delimiter)
      // What may be the beginning of a delimiter waits for the rest.
      const length = end >= 0 ? end : Math.max(0, held.length - delimiter.length + 1)
      if (length > 0) await take(held.subarray(0, length))
      held = held.subarray(end >= 0 ? end + delimiter.length : length)
      if (end >= 0) return
      await more()
    }
  }

  return { takeHead, passPart }
}

/** `name` is that of a file, empty where none was chosen; undefined for text. */
function readHead(head: string): { field: string; name: string | undefined } {
  const line = head.split('\r\n').find((one) => /^content-disposition:/i.test(one)) ?? ''
  const value = (name: string) => {
    const found = new RegExp(`;\\s*${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(line)?.[1]
    return found?.replace(/%22/g, '"').replace(/%0D%0A/gi, ' ')
  }
  const field = value('name')
  if (!/form-data/i.test(line) || field === undefined) throw broken()
  return { field, name: value('filename')?.slice(0, 300) }
}

function broken(): AppError {
  return new AppError(400, 'This form cannot be read.')
}
