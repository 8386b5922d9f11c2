// What a page lends to those who draw: where pictures and videos are found, what time it is, which page it is.

import type { BlobReference } from '#types/embed.ts'
import type { PicturePreset } from '#types/picture-preset.ts'

export type PageTools = {
  pictures: { address(url: string, preset: PicturePreset): string | undefined }
  videos: {
    address: {
      playlist(url: string): string | undefined
      file(blob: BlobReference): string
      captions(blob: BlobReference): string
    }
  }
  /** In ms. */
  now: number
  /** The path of the page, with its query. */
  here: string
}

type Context = Pick<PageTools, 'pictures' | 'videos'> & {
  now: () => number
  /** What gives addresses of this box. */
  pictures: { proxied: PageTools['pictures']['address'] }
  videos: { proxied: PageTools['videos']['address'] }
}
type Page = { locals: { ctx: Context; look?: { hasProxy: boolean } | undefined }; url: URL }

/** The tools of a page: `toolsOf(Astro)`. */
export function toolsOf({ locals: { ctx, look }, url }: Page): PageTools {
  const { pictures, videos } = ctx
  const found = look?.hasProxy
    ? { pictures: { address: pictures.proxied }, videos: { address: videos.proxied } }
    : { pictures, videos }
  return { ...found, now: ctx.now(), here: url.pathname + url.search }
}
