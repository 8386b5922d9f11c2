// The record of a post → what its author wrote, so that it can be written again. It may be of any shape.
import type { DraftPost, SelfLabel } from '#types/draft.ts'
import { mostPictures } from '#types/draft-media.ts'
import { quotedUriOf } from './post-standing.ts'
import { readRecord } from './read-record.ts'
import { isObject } from './to-embed.ts'
import { toBlob } from './to-video.ts'

type Loose = Record<string, unknown>

/** Files are named by the CIDs of their blobs in the author's repository. */
export type WrittenFile = {
  kind: 'picture' | 'video' | 'gif'
  cid: string
  alt: string
  captions: { cid: string; lang: string }[]
}

export type WrittenCard = {
  url: string
  title: string
  description: string
  thumb?: string | undefined
  record?: { uri: string; cid: string } | undefined
}

export type WrittenPost = Pick<DraftPost, 'text' | 'labels' | 'quote'> & {
  langs: string[]
  /** The post that it answers. */
  reply?: string | undefined
  files: WrittenFile[]
  card?: WrittenCard | undefined
  /** Whether all of it is here: other apps may have put in what is not written here. */
  isWhole: boolean
}

const post = /^at:\/\/did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}\/app\.bsky\.feed\.post\/[A-Za-z0-9._:~-]{1,512}$/

/**
 * Reads a record of `did` (app.bsky.feed.post).
 * @throws TypeError when it is no post at all
 */
export function readWritten(did: string, record: unknown): WrittenPost {
  const { segments, langs, replyTo, tags } = readRecord(record, '')
  const { embed, labels } = record as Loose
  // Where a link was shortened, its whole address.
  const text = segments
    .map((part) => (part.kind === 'link' && /(…|\.\.\.)$/.test(part.text) ? part.href : part.text))
    .join('')
  const quote = quotedUriOf(record)
  const carried = readEmbed(did, embed)
  return {
    ...{
      text,
      langs,
      labels: readLabels(labels),
      reply: replyTo && post.test(replyTo.parent) ? replyTo.parent : undefined,
    },
    quote: quote && post.test(quote) ? quote : undefined,
    ...carried,
    isWhole: carried.isWhole && tags.length === 0,
  }
}

type Carried = Pick<WrittenPost, 'files' | 'card' | 'isWhole'>

function readEmbed(did: string, embed: unknown): Carried {
  const nothing = { files: [], isWhole: true }
  if (!isObject(embed)) return nothing
  switch (embed.$type) {
    case 'app.bsky.embed.images':
      return readPictures(did, asArray(embed.images))
    case 'app.bsky.embed.gallery':
      return readPictures(did, asArray(embed.items))
    case 'app.bsky.embed.video':
      return readVideo(did, embed)
    case 'app.bsky.embed.external':
      return readExternal(did, embed.external)
    case 'app.bsky.embed.record':
      return readReference(embed.record)
    case 'app.bsky.embed.recordWithMedia': {
      const media = readEmbed(did, embed.media)
      const inner = readReference(isObject(embed.record) ? embed.record.record : undefined)
      return { ...inner, ...media, isWhole: media.isWhole && inner.isWhole && !(inner.card && media.card) }
    }
    default:
      return { ...nothing, isWhole: false }
  }
}

function readPictures(did: string, items: unknown[]): Carried {
  const files = items.flatMap((item): WrittenFile[] => {
    const blob = isObject(item) ? toBlob(did, item.image) : undefined
    return isObject(item) && blob
      ? [{ kind: 'picture', cid: blob.cid, alt: asText(item.alt, 10_000), captions: [] }]
      : []
  })
  return { files: files.slice(0, mostPictures), isWhole: files.length === items.length && files.length <= mostPictures }
}

function readVideo(did: string, embed: Loose): Carried {
  const blob = toBlob(did, embed.video)
  if (!blob) return { files: [], isWhole: false }
  const captions = asArray(embed.captions).flatMap((caption) => {
    const file = isObject(caption) ? toBlob(did, caption.file) : undefined
    const lang = isObject(caption) ? asText(caption.lang, 40) : ''
    return file && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(lang) ? [{ cid: file.cid, lang }] : []
  })
  const kind = embed.presentation === 'gif' ? 'gif' : 'video'
  const file: WrittenFile = { kind, cid: blob.cid, alt: asText(embed.alt, 10_000), captions: captions.slice(0, 20) }
  return { files: [file], isWhole: captions.length === asArray(embed.captions).length }
}

function readExternal(did: string, external: unknown): Carried {
  if (!isObject(external) || typeof external.uri !== 'string') return { files: [], isWhole: false }
  const [title, description] = [asText(external.title, 2000), asText(external.description, 5000)]
  const thumb = toBlob(did, external.thumb)?.cid
  return { files: [], card: { url: external.uri.slice(0, 8000), title, description, thumb }, isWhole: true }
}

/** A quoted post is told apart; a feed, a list or a starter pack is a card. */
function readReference(ref: unknown): Carried {
  if (!isObject(ref) || typeof ref.uri !== 'string' || typeof ref.cid !== 'string') return { files: [], isWhole: false }
  const [, , did = '', collection, rkey = ''] = ref.uri.split('/')
  if (collection === 'app.bsky.feed.post') return { files: [], isWhole: post.test(ref.uri) }
  const folder = folders[collection ?? '']
  if (!folder || ref.uri.length > 3000 || ref.cid.length > 200) return { files: [], isWhole: false }
  const url = `https://bsky.app/${folder(did, rkey)}`
  return { files: [], card: { url, title: '', description: '', record: { uri: ref.uri, cid: ref.cid } }, isWhole: true }
}

/** Where a record is looked at, in the addresses of bsky.app. */
const folders: Record<string, (did: string, rkey: string) => string> = {
  'app.bsky.feed.generator': (did, rkey) => `profile/${did}/feed/${rkey}`,
  'app.bsky.graph.list': (did, rkey) => `profile/${did}/lists/${rkey}`,
  'app.bsky.graph.starterpack': (did, rkey) => `starter-pack/${did}/${rkey}`,
  'app.bsky.labeler.service': (did) => `profile/${did}`,
}

/** What the author warns of (com.atproto.label.defs#selfLabels). */
function readLabels(labels: unknown): SelfLabel[] {
  const values = isObject(labels) ? asArray(labels.values) : []
  const said = new Set(values.map((label) => (isObject(label) ? label.val : undefined)))
  return (['sexual', 'nudity', 'porn', 'graphic-media'] as const).filter((value) => said.has(value))
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function asText(value: unknown, most: number): string {
  return typeof value === 'string' ? value.slice(0, most) : ''
}
