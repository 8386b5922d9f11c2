// A form with files as it arrives: fields in memory, files on disk, both within bounds that are checked on the way.
import { randomBytes } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../app-error.ts'
import type { Config } from '../config.ts'
import { readMultipart } from '../http/read-multipart.ts'
import { uploadLimits } from '../uploads/upload-limits.ts'

/** A file that was sent, in a folder of ours: whoever takes it moves it away. */
export type SentFile = { field: string; name: string; type: string; path: string; bytes: number; isCut: boolean }

export type SentForm = {
  /** The first value of a field, empty when there is none. Line ends are LF. */
  get(name: string): string
  /** Every value of a field that may be there several times, also under the name with [] that HTML checkers want. */
  all(name: string): string[]
  files: SentFile[]
  /** Removes the files that nobody took. */
  dispose(): Promise<void>
}

/** How many files, and the bytes of each. */
export type FileBounds = { files: number; file: number }

/** Bytes of all fields together, fields. */
const limits = { text: 1024 * 1024, fields: 2000 }
const composerFiles: FileBounds = { files: uploadLimits.filesAtOnce, file: uploadLimits.bytes.video }

/**
 * Reads a form, with files or without.
 * @throws AppError 413 for what is too much, 400 when it did not arrive whole, 415 when it is no form
 */
export async function readSentForm(
  config: Pick<Config, 'dataDir'>,
  request: Request,
  bounds = composerFiles,
): Promise<SentForm> {
  const type = request.headers.get('content-type') ?? ''
  const files: SentFile[] = []
  const dispose = async () => {
    for (const { path } of files) await rm(path, { force: true })
  }
  try {
    const isMultipart = /^multipart\/form-data\b/i.test(type)
    const fields = isMultipart ? await readParts(config, request, files, bounds) : await readPlain(request)
    const all = (name: string) =>
      fields.filter(([field]) => field === name || field === `${name}[]`).map(([, value]) => value)
    return { get: (name) => all(name)[0] ?? '', all, files, dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

type Field = [name: string, value: string]

async function readPlain(request: Request): Promise<Field[]> {
  const form = await request.formData().catch((cause) => {
    throw new AppError(415, 'This wants a form.', { cause })
  })
  return [...form].flatMap(([name, value]) => (typeof value === 'string' ? [toField(name, value)] : []))
}

async function readParts(
  config: Pick<Config, 'dataDir'>,
  request: Request,
  files: SentFile[],
  bounds: FileBounds,
): Promise<Field[]> {
  const fields: Field[] = []
  let text = 0
  let take: ((chunk: Uint8Array) => Promise<void> | void) | undefined
  let finish: () => Promise<void> | void = () => undefined
  const folder = join(config.dataDir, 'uploads', 'new')
  const body = (request.body ?? []) as AsyncIterable<Uint8Array>
  try {
    for await (const event of readMultipart(body, request.headers.get('content-type') ?? '')) {
      if (event.kind === 'data') {
        await take?.(event.chunk)
        continue
      }
      await finish()
      const { name, fileName, type } = event
      if (fileName === undefined) {
        if (fields.length === limits.fields) throw tooMuch('This form has more fields than one of ours.')
        const chunks: Uint8Array[] = []
        take = (chunk) => {
          text += chunk.length
          if (text > limits.text) throw tooMuch('That is too much text at once: 1 MB is the most. Nothing was done.')
          chunks.push(Uint8Array.from(chunk))
        }
        finish = () => void fields.push(toField(name, Buffer.concat(chunks).toString('utf8')))
      } else {
        // A field for files that is left empty sends a file without a name.
        if (fileName !== '' && files.length === bounds.files) {
          throw tooMuch(`Send up to ${bounds.files} files at once.`)
        }
        ;({ take, finish } = await openFile(folder, { field: name, name: fileName, type }, files, bounds.file))
      }
    }
  } finally {
    await finish()
  }
  return fields
}

async function openFile(
  folder: string,
  file: Omit<SentFile, 'path' | 'bytes' | 'isCut'>,
  files: SentFile[],
  most: number,
) {
  if (file.name === '') return { take: undefined, finish: () => undefined }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const sent = { ...file, path: join(folder, randomBytes(12).toString('hex')), bytes: 0, isCut: false }
  const handle = await open(sent.path, 'wx', 0o600)
  files.push(sent)
  let isOpen = true
  return {
    take: async (chunk: Uint8Array) => {
      sent.bytes += chunk.length
      // The rest is passed over, so that the text that came with it is not lost.
      if (sent.bytes > most && !sent.isCut) await handle.truncate(0)
      sent.isCut = sent.bytes > most
      if (!sent.isCut) await handle.write(chunk)
    },
    finish: async () => {
      if (isOpen) await handle.close()
      isOpen = false
    },
  }
}

/** Browsers send line ends as CR LF. */
function toField(name: string, value: string): Field {
  return [name, value.replace(/\r\n?/g, '\n')]
}

function tooMuch(sentence: string): AppError {
  return new AppError(413, sentence)
}
