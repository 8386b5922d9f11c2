// The pictures of `web`: where a page finds one, and how one of ours is made.
import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { CacheDatabase } from '#db/client.ts'
import type { PicturePreset } from '#types/picture-preset.ts'
import { AppError } from '../app-error.ts'
import { createGuardedFetch } from '../atproto/guarded-fetch.ts'
import type { Config } from '../config.ts'
import { createMemory } from '../create-memory.ts'
import { keepSecretKey } from '../secrets.ts'
import { createResizer, type Resizer } from './create-resizer.ts'
import { createTurns } from './create-turns.ts'
import { fetchSource, mostSourceBytes } from './fetch-source.ts'
import { createPictureAddress, type PictureAddress, readPictureAddress } from './picture-address.ts'
import { createPictureStore } from './picture-store.ts'
import { chooseFormat, type PictureFormat, presets } from './presets.ts'

/** A finished picture. Whoever gets it closes the file. */
export type FinishedPicture = { file: FileHandle; format: PictureFormat; name: string }

export type Pictures = {
  address: PictureAddress
  /** The same for somebody who wants pictures from this box, where they may choose so. */
  proxied: PictureAddress
  /**
   * The picture at a path of ours, in the best format that `accept` names; made first when it is not on disk. Those
   * who ask for the same one at the same time share the work, and a failure stands for half a minute.
   * @throws AppError 404 when the path is not one of ours or the picture is gone, 415 when it is none, 502 when its
   * server fails or it cannot be read, 503 when too many are wanted
   */
  open(pathname: string, accept: string | undefined): Promise<FinishedPicture>
  /** Makes somebody's own picture fit to be posted. */
  shrink: Resizer['shrink']
  /** Removes most of what is kept: the disk has no room. @throws Error when that fails */
  giveRoom(): Promise<void>
  close(): void
}

/** How long a failure stands, in ms. */
const failureTtl = 30_000

type Options = {
  config: Config
  cache: CacheDatabase
  now: () => number
  /** Whether the disk has room for what can be made again. */
  hasRoom?: () => boolean
}

export function createPictures({ config, cache, now, hasRoom = () => true }: Options): Pictures {
  const key = keepSecretKey(config.dataDir, 'picture-key')
  const folder = join(config.dataDir, 'pictures')
  const store = createPictureStore({ cache, folder, mostBytes: config.imageCacheBytes, now, hasRoom })
  const resizer = createResizer(config.paths.resizer)
  // Nobody waits for a page meanwhile: 12 s unless the operator says otherwise.
  const fetch = createGuardedFetch(config, { bytes: mostSourceBytes, milliseconds: 5 * config.upstreamPatience })
  const takeTurn = createTurns(6, 300)
  const working = createMemory(now, { maxEntries: 1000, failureTtl })
  // Nobody waits for it, and the next start tries again.
  const isOffered = config.imageProxy || config.offersImageProxy
  if (isOffered) void store.sweep().catch(() => undefined)

  async function open(pathname: string, accept: string | undefined): Promise<FinishedPicture> {
    const wanted = isOffered ? readPictureAddress(config, key, pathname) : undefined
    if (!wanted) throw new AppError(404, 'There is no picture at this address.')
    const format = chooseFormat(wanted.preset, accept)
    const hash = createHash('sha256').update(`${wanted.preset} ${wanted.url}`).digest('hex')
    const name = `${hash.slice(0, 40)}.${format}`
    const kept = await store.open(name)
    if (kept) return { file: kept, format, name }
    await working.recall(name, failureTtl, () => takeTurn(() => make(wanted.url, wanted.preset, format, name)))
    working.forget(name)
    const file = await store.open(name)
    if (!file) throw new AppError(503, 'This picture could not be kept. Try again in a moment.')
    return { file, format, name }
  }

  async function make(url: string, preset: PicturePreset, format: PictureFormat, name: string): Promise<void> {
    const [source, target] = [await store.reserve(), await store.reserve()]
    try {
      await fetchSource(fetch, url, source)
      const { width, height } = presets[preset]
      const outcome = await resizer.resize({ source, target, width, height, format })
      if (outcome === 'unsupported') throw new AppError(415, 'This is no picture that SkyPanel shows.')
      if (outcome !== 'done') throw new AppError(502, 'This picture cannot be read.')
      await store.keep(name, target)
    } finally {
      await Promise.all([source, target].map((path) => rm(path, { force: true })))
    }
  }

  const address = createPictureAddress(config, key)
  const proxied = createPictureAddress({ ...config, imageProxy: isOffered }, key)
  return { address, proxied, open, shrink: resizer.shrink, giveRoom: store.shrink, close: resizer.close }
}
