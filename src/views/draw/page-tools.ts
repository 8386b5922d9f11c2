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

type Page = { locals: { ctx: Pick<PageTools, 'pictures' | 'videos'> & { now: () => number } }; url: URL }

/** The tools of a page: `toolsOf(Astro)`. */
export function toolsOf({ locals: { ctx }, url }: Page): PageTools {
  return { pictures: ctx.pictures, videos: ctx.videos, now: ctx.now(), here: url.pathname + url.search }
}
