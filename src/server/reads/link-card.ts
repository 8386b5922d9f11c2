// The card of a link: what its page says of itself, fetched by this box, or the post, feed or list that it leads to.
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { DraftCard } from '#types/draft.ts'
import type { Viewer } from '#types/viewer.ts'
import { findLinkedRecord } from '../atproto/find-linked-record.ts'
import { tameText } from '../atproto/tame-text.ts'
import type { WebContext } from '../context.ts'
import { keepThumb } from '../writes/keep-upload.ts'
import { fetchPage, type Page } from './fetch-page.ts'
import { type PageHead, readPageHead } from './read-page-head.ts'

const pageBounds = { bytes: 2 * 1024 * 1024, milliseconds: 8000 }
const pictureBounds = { bytes: 8 * 1024 * 1024, milliseconds: 8000 }

/**
 * The card of `address`, an absolute URL.
 * @returns undefined when its page cannot be read, or says nothing of itself
 */
export async function readLinkCard(ctx: WebContext, viewer: Viewer, address: string): Promise<DraftCard | undefined> {
  if (address.length > 2000 || !URL.canParse(address)) return undefined
  const url = new URL(address)
  if (!/^https?:$/.test(url.protocol)) return undefined
  const bare = { url: address, title: url.host.replace(/^www\./, ''), description: '' }
  const linked = await findLinkedRecord(ctx, viewer, url)
  if (linked) return { ...bare, title: linked.title, record: linked.ref }
  const page = await fetchPage(ctx.config, url, 'text/html,application/xhtml+xml,*/*;q=0.5', pageBounds).catch(
    () => undefined,
  )
  const head = page && (await readHead(page).catch(() => undefined))
  if (!head) return undefined
  const thumb = head.picture ? await takeThumb(ctx, viewer, head.picture).catch(() => undefined) : undefined
  const [title, description] = [cut(head.title, 300), cut(head.description, 1000)]
  if (!title && !description && !thumb) return undefined
  return { ...bare, title: title || bare.title, description, ...(thumb ? { thumb } : {}) }
}

async function readHead({ response, url }: Page): Promise<PageHead | undefined> {
  const type = response.headers.get('content-type')?.toLowerCase() ?? ''
  if (response.body && /^(text\/html|application\/xhtml\+xml)\b/.test(type)) {
    return readPageHead(response.body, type, url)
  }
  await response.body?.cancel()
  return type.startsWith('image/') ? { title: '', description: '', picture: url.href } : undefined
}

/** The id of the picture of a card, kept as an upload. */
async function takeThumb(ctx: WebContext, viewer: Viewer, address: string): Promise<string | undefined> {
  const { response } = await fetchPage(ctx.config, new URL(address), 'image/*', pictureBounds)
  if (!response.body) return undefined
  const path = await ctx.uploads.store.reserve()
  try {
    await pipeline(Readable.fromWeb(response.body as ReadableStream), createWriteStream(path, { mode: 0o600 }))
    return (await keepThumb(ctx, viewer, path)).id
  } finally {
    await rm(path, { force: true })
  }
}

function cut(text: string, most: number): string {
  const tame = tameText(text).trim()
  return tame.length <= most ? tame : `${tame.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
