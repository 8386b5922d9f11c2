// The finished pictures on disk, within a limit: what nobody has looked at for longest goes first.
import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { CacheDatabase } from '#db/client.ts'
import {
  dropCachedPictures,
  findCachedPicture,
  keepCachedPicture,
  knownCachedPictures,
  oldestCachedPictures,
  touchCachedPicture,
  weighCachedPictures,
} from '#db/queries/cached-pictures.ts'

/** A picture in use is written down so often (ms): a page of forty is forty looks and no writes. */
const touchEvery = 10 * 60_000

export type PictureStore = {
  /** The file of `name`, open for reading; the caller closes it. Undefined when it is not there. */
  open(name: string): Promise<FileHandle | undefined>
  /** Takes the file at `path` over as `name`, and makes room. */
  keep(name: string, path: string): Promise<void>
  /** A path for a file in the making. */
  reserve(): Promise<string>
  /** Goes back to what there is room for now. */
  shrink(): Promise<void>
  /** Removes files that the index does not know, such as those of a cache.db that was thrown away. */
  sweep(): Promise<void>
}

type Options = {
  cache: CacheDatabase
  folder: string
  mostBytes: number
  now: () => number
  /** Whether the disk has room: while it has not, a tenth is kept. */
  hasRoom?: () => boolean
}

export function createPictureStore(options: Options): PictureStore {
  const { cache, folder, mostBytes, now, hasRoom = () => true } = options
  const making = join(folder, 'new')
  const pathOf = (name: string) => join(folder, name.slice(0, 2), name)
  const limit = () => (hasRoom() ? mostBytes : mostBytes / 10)
  let weight: number | undefined
  let room: Promise<void> | undefined
  /** Whoever makes something waits for the end of it: it would be taken for what an earlier run has left. */
  let clearing: Promise<unknown> = Promise.resolve()

  async function openFile(name: string): Promise<FileHandle | undefined> {
    const usedAt = await findCachedPicture(cache, name)
    if (usedAt === undefined) return undefined
    const file = await open(pathOf(name)).catch(() => undefined)
    if (!file) await dropCachedPictures(cache, [name])
    else if (now() - usedAt > touchEvery) await touchCachedPicture(cache, name, now())
    return file
  }

  async function keep(name: string, path: string): Promise<void> {
    const { size } = await stat(path)
    await mkdir(join(folder, name.slice(0, 2)), { recursive: true })
    await rename(path, pathOf(name))
    await keepCachedPicture(cache, { name, bytes: size, usedAt: now() })
    weight = weight === undefined ? await weighCachedPictures(cache) : weight + size
    if (weight > limit()) await shrink()
  }

  function shrink(): Promise<void> {
    room ??= makeRoom().finally(() => {
      room = undefined
    })
    return room
  }

  /** A tenth more than needed, so that not every picture has to make room. */
  async function makeRoom(): Promise<void> {
    weight = await weighCachedPictures(cache)
    const most = limit() * 0.9
    while (weight > most) {
      const oldest = await oldestCachedPictures(cache, 50)
      if (oldest.length === 0) return
      const going: string[] = []
      for (const { name, bytes } of oldest) {
        if (weight <= most) break
        await rm(pathOf(name), { force: true })
        going.push(name)
        weight -= bytes
      }
      await dropCachedPictures(cache, going)
    }
  }

  async function sweep(): Promise<void> {
    const started = now()
    clearing = rm(making, { recursive: true, force: true }).then(() => mkdir(making, { recursive: true, mode: 0o700 }))
    await clearing
    for (const shelf of await readdir(folder)) {
      if (shelf.length !== 2) continue
      const names = await readdir(join(folder, shelf))
      for (let at = 0; at < names.length; at += 100) {
        const some = names.slice(at, at + 100)
        const known = await knownCachedPictures(cache, some)
        for (const name of some.filter((one) => !known.has(one))) await removeOld(pathOf(name), started)
      }
    }
  }

  async function reserve(): Promise<string> {
    await clearing.catch(() => undefined)
    await mkdir(making, { recursive: true, mode: 0o700 })
    return join(making, randomBytes(12).toString('hex'))
  }

  return { open: openFile, keep, reserve, shrink, sweep }
}

/** A file that came after the sweep began is about to be known. */
async function removeOld(path: string, before: number): Promise<void> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: before }))
  if (mtimeMs < before) await rm(path, { force: true })
}
