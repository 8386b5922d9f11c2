// The videos of `web`: where a page finds one, and how one of ours is sent. Nothing is kept on disk.

import { AppError } from '../app-error.ts'
import { findPds } from '../atproto/find-pds.ts'
import type { Resolvers } from '../atproto/resolvers.ts'
import type { Config } from '../config.ts'
import { createMemory } from '../create-memory.ts'
import { createTurns, type Turns } from '../pictures/create-turns.ts'
import { keepSecretKey } from '../secrets.ts'
import { createFetchMedia, readText } from './fetch-media.ts'
import { rewritePlaylist } from './rewrite-playlist.ts'
import {
  createVideoAddresses,
  isAllowed,
  readBlobAddress,
  readPlaylistAddress,
  type VideoAddresses,
} from './video-address.ts'

/** What to send: text that is whole, or the answer of another server to pass on. `maxAge` is in seconds. */
export type Media = { type: string; maxAge: number } & ({ text: string } | { upstream: Response })

type Wish = { pathname: string; range: string | undefined; signal: AbortSignal }

export type Videos = {
  address: VideoAddresses
  /** The same for somebody who wants videos from this box, where they may choose so. */
  proxied: VideoAddresses
  /**
   * What lies behind a path of ours.
   * @throws AppError 404 when it is none of ours or nothing is there, 415 when it is neither video nor captions, 416,
   * 502 when its server fails
   */
  open(wish: Wish): Promise<Media>
  /** So many videos are sent at a time; AppError 503 for one more. */
  takeTurn: Turns
}

const none = new AppError(404, 'There is no video at this address.')
const notVideo = () => new AppError(415, 'This is no video that SkyPanel shows.')
const fileTypes = /^video\/(mp4|webm|quicktime|mpeg)\b/
const partTypes = /^(video\/|audio\/|application\/octet-stream|text\/vtt)/
/** Captions of three minutes have some kilobytes (app.bsky.embed.video#caption takes 20 kB), a playlist some more. */
const longestText = 500_000

export function createVideos(config: Config, resolvers: Resolvers, now: () => number): Videos {
  const key = keepSecretKey(config.dataDir, 'picture-key')
  const isOffered = config.imageProxy || config.offersImageProxy
  const address = createVideoAddresses(config, key)
  const proxied = createVideoAddresses({ ...config, imageProxy: isOffered }, key)
  const fetchMedia = createFetchMedia(config)
  const servers = createMemory(now)

  async function openBlob({ did, cid }: { did: string; cid: string }, { range, signal }: Wish): Promise<Response> {
    const pds = await servers.recall(did, 10 * 60_000, () => findPds(resolvers, did))
    const url = new URL(`/xrpc/com.atproto.sync.getBlob?${new URLSearchParams({ did, cid })}`, pds)
    // Some servers keep blobs elsewhere, and every hop is guarded.
    return (await fetchMedia(url, { range, signal, mayLeadTo: () => true })).response
  }

  async function openFile(wish: Wish): Promise<Media> {
    const blob = readBlobAddress(key, 'video', wish.pathname)
    if (!blob) throw none
    const upstream = await openBlob(blob, wish)
    return pass(upstream, fileTypes)
  }

  async function openCaptions(wish: Wish): Promise<Media> {
    const blob = readBlobAddress(key, 'captions', wish.pathname)
    if (!blob) throw none
    const text = await readText(await openBlob(blob, { ...wish, range: undefined }), longestText)
    if (!/^\uFEFF?WEBVTT(\s|$)/.test(text)) throw notVideo()
    return { type: 'text/vtt; charset=utf-8', maxAge: 86_400, text }
  }

  async function openPlaylist({ pathname, range, signal }: Wish): Promise<Media> {
    const wanted = readPlaylistAddress({ ...config, imageProxy: isOffered }, key, pathname)
    if (!wanted) throw none
    const mayLeadTo = (url: string) => isAllowed(config, url)
    const { response, url } = await fetchMedia(wanted, { range, signal, mayLeadTo })
    if (!wanted.pathname.endsWith('.m3u8')) return pass(response, partTypes)
    const text = await readText(response, longestText)
    try {
      return { type: 'application/vnd.apple.mpegurl', maxAge: 300, text: rewritePlaylist(text, url, proxied.playlist) }
    } catch (cause) {
      throw new AppError(502, 'The playlist of this video cannot be read.', { cause })
    }
  }

  async function pass(upstream: Response, types: RegExp): Promise<Media> {
    const type = upstream.headers.get('content-type')?.toLowerCase() ?? ''
    if (types.test(type)) return { type, maxAge: 86_400, upstream }
    await upstream.body?.cancel()
    throw notVideo()
  }

  function open(wish: Wish): Promise<Media> {
    if (wish.pathname.startsWith('/captions/')) return openCaptions(wish)
    return wish.pathname.startsWith('/hls/') ? openPlaylist(wish) : openFile(wish)
  }

  return { address, proxied, open, takeTurn: createTurns(24, 0) }
}
