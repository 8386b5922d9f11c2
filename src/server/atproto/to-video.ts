// app.bsky.embed.video#view and the record it was made of → VideoEmbed.
import type { BlobReference, Captions, VideoEmbed } from '#types/embed.ts'
import { blobCid } from './blob-cid.ts'
import { isLanguage } from './read-record.ts'
import { asText, type EmbedSource, isObject, toBox } from './to-embed.ts'
import { safeHref } from './to-segments.ts'

/** Captions in more languages than this are no service to anybody. */
const mostCaptions = 20

/** Captions stand in the record only, as blobs of the author's repository. */
export function toVideo(view: Record<string, unknown>, source: EmbedSource): VideoEmbed | { kind: 'unknown' } {
  const playlist = safeHref(view.playlist)
  const file = toBlobReference(source.did, view.cid)
  if (!playlist && !file) return { kind: 'unknown' }
  return {
    kind: 'video',
    playlist,
    file,
    captions: toCaptions(source),
    poster: safeHref(view.thumbnail),
    alt: asText(view.alt, 10_000),
    isGif: view.presentation === 'gif',
    ...toBox(view.aspectRatio),
  }
}

function toCaptions({ did, embed }: EmbedSource): Captions[] {
  const listed = isObject(embed) && Array.isArray(embed.captions) ? embed.captions.slice(0, mostCaptions) : []
  const byLanguage = new Map<string, Captions>()
  for (const caption of listed) {
    if (!isObject(caption) || !isLanguage(caption.lang) || byLanguage.has(caption.lang)) continue
    const blob = toBlob(did, caption.file)
    if (blob) byLanguage.set(caption.lang, { lang: caption.lang, language: nameLanguage(caption.lang), blob })
  }
  return [...byLanguage.values()]
}

/** Where a blob of a record of `did` lies; undefined for what is none. */
export function toBlob(did: unknown, blob: unknown): BlobReference | undefined {
  return toBlobReference(did, blobCid(blob))
}

function toBlobReference(did: unknown, cid: unknown): BlobReference | undefined {
  if (typeof did !== 'string' || !/^did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}$/.test(did)) return undefined
  return typeof cid === 'string' && /^[a-z2-7]{30,120}$/.test(cid) ? { did, cid } : undefined
}

function nameLanguage(lang: string): string {
  return new Intl.DisplayNames(lang, { type: 'language' }).of(lang) ?? lang
}
