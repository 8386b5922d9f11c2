// How much is taken of what people send, and how large it is when it is posted.
import { longestCaptions } from './read-captions.ts'

/** What a posted picture may be: bytes as in app.bsky.embed.images and gallery, pixels as the official client has it. */
export const pictureLimits = { side: 4000, bytes: 2_000_000 }

/** What the picture of a link card may be: bytes as in app.bsky.embed.external. */
export const thumbLimits = { side: 1600, bytes: 1_000_000 }

export const uploadLimits = {
  /** Of one person. */
  files: 500,
  /** Of one form: how many, and all bytes of it together. */
  filesAtOnce: 20,
  formBytes: 400_000_000,
  /** Of a form with a picture of a profile or a list: files, bytes of each before it is made smaller, all bytes. */
  pictureForm: { files: 2, file: 20_000_000, formBytes: 50_000_000 },
  /** Of one file; a video as in app.bsky.embed.video. */
  bytes: { picture: 60_000_000, gif: 50_000_000, video: 300_000_000, captions: longestCaptions },
  /** Of one GIF. */
  frames: 2000,
  /** Of all pictures of one GIF together. */
  gifPixels: 1_500_000_000,
}
