// The demo's pictures and videos: files with their width and height, uploaded once an account.
import { readFile } from 'node:fs/promises'
import type { AtpAgent, BlobRef } from '@atproto/api'

export type UploadedPicture = { blob: BlobRef; aspectRatio: { width: number; height: number } }

/** Uploads pictures to one account's repository, each at most once. */
export function createUploader(agent: AtpAgent): (name: string) => Promise<UploadedPicture> {
  const uploads = new Map<string, Promise<UploadedPicture>>()
  return (name) => {
    const upload = uploads.get(name) ?? uploadPicture(agent, name)
    uploads.set(name, upload)
    return upload
  }
}

/** A JPEG picture; or, where the name has an ending, an MP4 video of 16 : 9. */
async function uploadPicture(agent: AtpAgent, name: string): Promise<UploadedPicture> {
  if (name.endsWith('.mp4')) {
    const film = await readFile(new URL(`../pictures/${name}`, import.meta.url))
    const { data } = await agent.uploadBlob(film, { encoding: 'video/mp4' })
    return { blob: data.blob, aspectRatio: { width: 16, height: 9 } }
  }
  const bytes = await readFile(new URL(`../pictures/${name}.jpg`, import.meta.url))
  const { data } = await agent.uploadBlob(bytes, { encoding: 'image/jpeg' })
  return { blob: data.blob, aspectRatio: readJpegSize(bytes) }
}

/** Width and height from the first start-of-frame marker (ITU T.81, B.2.2). Throws when there is none. */
function readJpegSize(bytes: Buffer): { width: number; height: number } {
  let at = 2
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  throw new Error('not a JPEG picture')
}
