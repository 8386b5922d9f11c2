// What a post carries besides its text → app.bsky.embed.*
import type { Agent, AppBskyFeedPost } from '@atproto/api'
import type { DraftCard, DraftMedia } from '#types/draft.ts'
import { longestAlt, mostPictures } from '#types/draft-media.ts'
import type { Upload } from '#types/upload.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { readUploads } from '../reads/uploads.ts'
import { awaitVideo } from './prepare-video.ts'
import { sendUpload } from './send-upload.ts'

type Ref = { uri: string; cid: string }
export type Carried = { media: DraftMedia[]; card?: DraftCard | undefined; quote?: Ref | undefined }
type Embed = NonNullable<AppBskyFeedPost.Record['embed']>
type Typed<Name extends string> = Extract<Embed, { $type: `app.bsky.embed.${Name}` }>
type Media = Typed<'images'> | Typed<'gallery'> | Typed<'video'> | Typed<'external'>

/** From five pictures on a post has a gallery (app.bsky.embed.gallery), which older clients do not show. */
const mostImages = 4

type Tools = { ctx: WebContext; viewer: Viewer; agent: Agent }

/**
 * Sends the files that were not sent yet. Pictures or a video take the place of a link's card; a link to a post, feed,
 * list or starter pack is a quote when nothing else is quoted.
 *
 * @throws AppError 422 for too many pictures, for what does not go together and for what a server does not take, 409
 * while a video is under way, 404 when a file is gone, others as upstream answers
 */
export async function buildEmbed(tools: Tools, { media, card, quote }: Carried): Promise<Embed | undefined> {
  const shown = card && !card.isRemoved ? card : undefined
  const quoted = quote ?? shown?.record
  const attached = await buildMedia(tools, media, shown?.record ? undefined : shown)
  if (!quoted) return attached
  const record = { $type: 'app.bsky.embed.record' as const, record: { uri: quoted.uri, cid: quoted.cid } }
  return attached ? { $type: 'app.bsky.embed.recordWithMedia', record, media: attached } : record
}

async function buildMedia(tools: Tools, media: DraftMedia[], card: DraftCard | undefined): Promise<Media | undefined> {
  const [first] = media
  if (!first) return card && buildExternal(tools, card)
  const { ctx, viewer } = tools
  const uploads = await readUploads(
    ctx,
    viewer,
    media.map(({ upload }) => upload),
  )
  const items = media.map((item) => ({ item, upload: requireFile(uploads, item), alt: checkAlt(item.alt) }))
  if (media.every(({ kind }) => kind === 'picture')) return buildPictures(tools, items)
  if (media.length > 1) throw new AppError(422, 'A post has pictures or one video, not both. Take one of them out.')
  return buildVideo(tools, first, requireFile(uploads, first))
}

type Item = { item: DraftMedia; upload: Upload; alt: string }

async function buildPictures({ ctx, viewer, agent }: Tools, items: Item[]): Promise<Media> {
  if (items.length > mostPictures) throw new AppError(422, `A post has up to ${mostPictures} pictures. Take some out.`)
  const pictures: {
    image: Awaited<ReturnType<typeof sendUpload>>
    alt: string
    aspectRatio: { width: number; height: number }
  }[] = []
  for (const { upload, alt } of items) {
    const image = await sendUpload(ctx, viewer, agent, upload.id)
    pictures.push({ image, alt, aspectRatio: ratioOf(upload) ?? { width: 1, height: 1 } })
  }
  if (pictures.length <= mostImages) return { $type: 'app.bsky.embed.images', images: pictures }
  const gallery = pictures.map((picture) => ({ $type: 'app.bsky.embed.gallery#image' as const, ...picture }))
  return { $type: 'app.bsky.embed.gallery', items: gallery }
}

async function buildVideo({ ctx, viewer, agent }: Tools, item: DraftMedia, upload: Upload): Promise<Media> {
  const video = await awaitVideo(ctx, viewer, agent, upload.id)
  const captions: NonNullable<Typed<'video'>['captions']> = []
  for (const { upload: id, lang } of item.captions ?? []) {
    captions.push({ lang, file: await sendUpload(ctx, viewer, agent, id) })
  }
  const ratio = ratioOf(upload)
  return {
    $type: 'app.bsky.embed.video',
    video,
    ...(item.alt ? { alt: checkAlt(item.alt) } : {}),
    ...(captions.length > 0 ? { captions } : {}),
    ...(ratio ? { aspectRatio: ratio } : {}),
    ...(item.kind === 'gif' ? { presentation: 'gif' } : {}),
  }
}

async function buildExternal({ ctx, viewer, agent }: Tools, card: DraftCard): Promise<Media> {
  const { url: uri, title, description, thumb } = card
  // A card without its picture is better than no post.
  const blob = thumb ? await sendUpload(ctx, viewer, agent, thumb).catch(passOver) : undefined
  return { $type: 'app.bsky.embed.external', external: { uri, title, description, ...(blob ? { thumb: blob } : {}) } }
}

function passOver(error: unknown): undefined {
  if (error instanceof AppError && error.status === 404) return undefined
  throw error
}

function requireFile(uploads: Map<string, Upload>, { upload }: DraftMedia): Upload {
  const found = uploads.get(upload)
  if (!found) throw new AppError(422, 'A file of this post is gone from this box. Take it out and add it again.')
  return found
}

function checkAlt(alt: string): string {
  const length = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(alt)].length
  if (length <= longestAlt) return alt
  throw new AppError(
    422,
    `A description has ${length - longestAlt} characters too many. Up to ${longestAlt} are taken.`,
  )
}

function ratioOf({ width, height }: Upload): { width: number; height: number } | undefined {
  return width && height ? { width, height } : undefined
}
