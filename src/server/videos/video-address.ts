// Where a page finds a video: its playlist, the file in the author's repository, and captions.
import type { BlobReference } from '#types/embed.ts'
import type { Config } from '../config.ts'
import { readAddress, signAddress } from '../pictures/sign-address.ts'

export type VideoAddresses = {
  /**
   * The `src` of the HLS playlist or segment at `url`: itself, or, with the proxy, a path of ours. Undefined when it is
   * of no host that pictures and videos may come from (IMAGE_ORIGINS).
   */
  playlist(url: string): string | undefined
  /** A path of ours that sends the file from the server it lies on. */
  file(blob: BlobReference): string
  captions(blob: BlobReference): string
}

type Rules = Pick<Config, 'imageProxy' | 'imageOrigins'>

export function createVideoAddresses(config: Rules, key: Buffer): VideoAddresses {
  const path = ({ did, cid }: BlobReference) => `${did}/${cid}`
  return {
    playlist: (url) => {
      if (!isAllowed(config, url)) return undefined
      return config.imageProxy ? signAddress(key, 'hls', kindOf(url), url.replace(/^https:\/\//, '')) : url
    },
    file: (blob) => signAddress(key, 'video', 'mp4', path(blob)),
    captions: (blob) => signAddress(key, 'captions', 'vtt', path(blob)),
  }
}

/** What a path of `file` or `captions` stands for; undefined when we did not make it. */
export function readBlobAddress(key: Buffer, kind: 'video' | 'captions', pathname: string): BlobReference | undefined {
  const [did, cid] = readAddress(key, kind, pathname)?.subject.split('/') ?? []
  return did && cid ? { did, cid } : undefined
}

/** What a path of `playlist` stands for; undefined when we did not make it, or would not make it any more. */
export function readPlaylistAddress(config: Rules, key: Buffer, pathname: string): URL | undefined {
  const found = config.imageProxy ? readAddress(key, 'hls', pathname) : undefined
  if (!found) return undefined
  const url = found.subject.startsWith('http://') ? found.subject : `https://${found.subject}`
  return isAllowed(config, url) ? new URL(url) : undefined
}

/** Whether `url` is of a host that pictures and videos may come from. */
export function isAllowed({ imageOrigins }: Pick<Config, 'imageOrigins'>, url: string): boolean {
  return URL.canParse(url) && imageOrigins.includes(new URL(url).origin)
}

function kindOf(url: string): 'list' | 'part' {
  return new URL(url).pathname.endsWith('.m3u8') ? 'list' : 'part'
}
