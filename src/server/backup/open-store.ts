// Backups on S3-compatible storage: listed, sent and fetched in parts, each within its time. docs/backup.md
import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { S3mini } from 's3mini'
import { z } from 'zod'
import { explainStore, mayPass, StoreError } from './explain-store.ts'
import { namePattern, sortBackups } from './make-backup.ts'

/** `url` names the bucket, by its path or its host; `prefix` is a folder in it, or empty. */
export type StoreSettings = { url: string; region: string; keyId: string; secret: string; prefix: string }

export type StoredBackup = { name: string; bytes: number }

export type BackupStore = {
  /** Where it is, for people to read. */
  place: string
  /** Those of this prefix, the newest first. */
  list(): Promise<StoredBackup[]>
  /** Nobody sees a backup there before it is whole. */
  send(file: string, progress?: Progress): Promise<void>
  /** Writes one into the new file `to`. */
  fetch(backup: StoredBackup, to: string, progress?: Progress): Promise<void>
  remove(name: string): Promise<void>
  /** Takes away what sendings begun before `before` (ms) have left unfinished. Where the store or the key cannot, its rules must. */
  clear(before: number): Promise<void>
}

type Progress = (label: string, done: number, total: number) => void

/** Bytes of a part, which is what is in memory at a time; how long one may take, and the waits before it is tried again (ms). */
export type StorePace = { part: number; patience: number; waits: number[] }

const usualPace: StorePace = { part: 8 * 1024 * 1024, patience: 300_000, waits: [1000, 5000, 20_000, 60_000] }
/** For somebody who waits: a question is asked once. */
export const hastyPace: StorePace = { ...usualPace, patience: 4000, waits: [] }
/** Of S3: a file has no more parts. */
const mostParts = 10_000
/** How long is waited for a store to take away what was not finished, in ms. */
const abortPatience = 5000

/**
 * Nothing is asked yet. What is returned throws StoreError, after it has tried again what may pass.
 * @param stop ends what is under way, which leaves nothing there
 */
export function openStore(settings: StoreSettings, pace: StorePace = usualPace, stop?: AbortSignal): BackupStore {
  const folder = settings.prefix === '' ? '' : `${settings.prefix.replace(/^\/+|\/+$/g, '')}/`
  const place = `${settings.url.replace(/^https?:\/\//, '').replace(/\/+$/, '')}/${folder}`.replace(/\/$/, '')
  const s3 = new S3mini({
    ...{
      endpoint: settings.url,
      region: settings.region,
      accessKeyId: settings.keyId,
      secretAccessKey: settings.secret,
    },
    requestAbortTimeout: pace.patience,
    fetch: makeFetch(stop),
  })

  async function persist<Result>(act: () => Promise<Result>): Promise<Result> {
    for (let turn = 0; ; turn++) {
      try {
        stop?.throwIfAborted()
        return await act()
      } catch (error) {
        if (stop?.aborted) throw new StoreError(`${place} did not get all of it: this was stopped.`, { cause: error })
        const wait = pace.waits[turn]
        if (wait === undefined || !mayPass(error)) throw explainStore(error, place)
        await pause(wait, undefined, stop && { signal: stop }).catch(() => {})
      }
    }
  }

  async function list(): Promise<StoredBackup[]> {
    const objects = await persist(() => s3.listObjects('/', `${folder}skypanel-`))
    if (objects === null) throw new StoreError(`${place} is no bucket: look at BACKUP_S3_URL.`)
    const found = objects.map(({ Key, Size }) => ({ name: Key.slice(folder.length), bytes: Number(Size) }))
    const sizes = new Map(found.filter(({ name }) => namePattern.test(name)).map(({ name, bytes }) => [name, bytes]))
    return sortBackups([...sizes.keys()]).map((name) => ({ name, bytes: sizes.get(name) ?? 0 }))
  }

  async function sendParts(key: string, handle: FileHandle, size: number, progress: Progress): Promise<void> {
    const part = Math.max(pace.part, Math.ceil(size / mostParts))
    const total = Math.ceil(size / part)
    const upload = await persist(() => s3.getMultipartUploadId(key))
    try {
      const parts: { partNumber: number; etag: string }[] = []
      for (let number = 1; number <= total; number++) {
        progress('sending', number - 1, total)
        const bytes = await readPart(handle, (number - 1) * part, Math.min(part, size - (number - 1) * part))
        parts.push(await persist(() => s3.uploadPart(key, upload, bytes, number)))
      }
      await persist(() => s3.completeMultipartUpload(key, upload, parts))
    } catch (error) {
      await abandon(key, upload)
      throw error
    }
  }

  /** Parts that stay are paid for. Where this fails, they are taken away later, or by the bucket's own rules. */
  async function abandon(key: string, upload: string): Promise<void> {
    const aborted = s3.abortMultipartUpload(key, upload)
    await Promise.race([aborted, pause(abortPatience, undefined, { ref: false })]).catch(() => {})
  }

  return {
    place,
    list,
    async send(file, progress = () => {}) {
      const key = `${folder}${basename(file)}`
      const handle = await open(file, 'r')
      try {
        const { size } = await handle.stat()
        if (size > pace.part) await sendParts(key, handle, size, progress)
        else {
          const bytes = await readPart(handle, 0, size)
          await persist(() => s3.putObject(key, bytes))
        }
        const there = await persist(() => s3.getContentLength(key))
        if (there !== size) throw new StoreError(`${place} has ${there} bytes of ${size} of this backup.`)
      } finally {
        await handle.close()
      }
    },
    async fetch({ name, bytes }, to, progress = () => {}) {
      const handle = await open(to, 'wx', 0o600)
      try {
        for (let from = 0; from < bytes; from += pace.part) {
          progress('fetching', Math.floor(from / pace.part), Math.ceil(bytes / pace.part))
          const end = Math.min(bytes, from + pace.part)
          const part = await persist(async () => {
            const answer = await s3.getObjectRaw(`${folder}${name}`, false, from, end)
            if (answer.status !== 206 && (from > 0 || end < bytes)) {
              await answer.body?.cancel()
              throw new StoreError(`${place} does not send parts of a file: fetch ${name} with its own tools.`)
            }
            return Buffer.from(await answer.arrayBuffer())
          })
          if (part.length !== end - from) throw new StoreError(`${place} sent another ${name} than it has.`)
          await handle.write(part)
        }
      } finally {
        await handle.close()
      }
    },
    async remove(name) {
      await persist(() => s3.deleteObject(`${folder}${name}`))
    },
    async clear(before) {
      const answer = await s3
        .listMultipartUploads('/', '', 'GET', { prefix: `${folder}skypanel-` })
        .catch(() => undefined)
      for (const { Key, UploadId, Initiated } of readUploads(answer)) {
        if (namePattern.test(Key.slice(folder.length)) && Date.parse(Initiated) < before) await abandon(Key, UploadId)
      }
    },
  }
}

const uploadSchema = z.object({ Key: z.string(), UploadId: z.string(), Initiated: z.string() })
const uploadsSchema = z.object({
  ListMultipartUploadsResult: z.object({ Upload: z.union([uploadSchema, z.array(uploadSchema)]) }),
})

/** One is no list (s3mini). */
function readUploads(answer: unknown): z.infer<typeof uploadSchema>[] {
  return [uploadsSchema.safeParse(answer).data?.ListMultipartUploadsResult.Upload ?? []].flat()
}

async function readPart(handle: FileHandle, from: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await handle.read(bytes, 0, length, from)
  if (bytesRead !== length) throw new StoreError('The backup became shorter while it was sent.')
  return bytes
}

/** No redirect is followed: a key is for one address. What is sent has a digest, so that a store refuses what arrives otherwise. */
function makeFetch(stop: AbortSignal | undefined): typeof fetch {
  return (input, init = {}) => {
    const headers = new Headers(init.headers)
    if (init.body instanceof Uint8Array)
      headers.set('content-md5', createHash('md5').update(init.body).digest('base64'))
    // What is half there is taken away after a stop.
    const signals = [init.signal, init.method === 'DELETE' ? undefined : stop].filter((signal) => signal != null)
    return fetch(input, { ...init, redirect: 'manual', headers, signal: AbortSignal.any(signals) })
  }
}
