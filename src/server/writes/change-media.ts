// What a sent composer does to the files and cards of a draft: takes what was added, moves, removes, asks for a card.
import type { DraftContent, DraftMedia, DraftPost, DraftProblem } from '#types/draft.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { findFirstLink } from '../atproto/find-first-link.ts'
import { prepareVideo } from '../atproto/prepare-video.ts'
import type { WebContext } from '../context.ts'
import { readLinkCard } from '../reads/link-card.ts'
import { addFile, type SentFile } from './add-file.ts'
import { keepStill } from './keep-upload.ts'

export type SentMedia = { press: string; get(name: string): string; files: SentFile[] }
/** `place` is the key of the post that was changed. */
export type MediaChange = { content: DraftContent; problems: DraftProblem[]; place?: string }

const presses = new Set(['earlier', 'later', 'drop', 'still', 'retry', 'uncaption', 'card', 'uncard'])

/**
 * Does what the form says. A file that is not taken is a problem of its post; everything else is kept all the same.
 * Files are fields `files-K` for the post with the key K and `captions-U` for the video U, whose language is `lang-U`.
 * Buttons are `earlier`, `later`, `drop`, `still`, `retry`, `uncaption` with an upload, `card` and `uncard` with a key.
 */
export async function changeMedia(
  ctx: WebContext,
  viewer: Viewer,
  content: DraftContent,
  sent: SentMedia,
): Promise<MediaChange> {
  const problems: DraftProblem[] = []
  const posts: DraftPost[] = []
  let place: string | undefined
  for (const post of content.posts) {
    const files = sent.files.filter(({ field }) => isFor(post, field))
    let changed = await press(ctx, viewer, post, sent.press)
    for (const file of files) {
      try {
        changed = await addFile(ctx, viewer, changed, { file, lang: sent.get(`lang-${file.field.slice(9)}`) })
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        const name = file.name.split(/[\\/]/).at(-1)?.slice(0, 80) ?? ''
        problems.push({ rkey: post.rkey, message: name ? `${name}: ${error.message}` : error.message })
      }
    }
    changed = await proposeCard(ctx, viewer, changed, sent.press)
    if (changed !== post || files.length > 0) place = post.rkey
    posts.push(changed)
  }
  return { content: { ...content, posts }, problems, ...(place ? { place } : {}) }
}

/** Whether `press` is one of the buttons here. */
export function isMediaPress(press: string): boolean {
  return presses.has(press.split(':')[0] ?? '')
}

function isFor({ rkey, media }: DraftPost, field: string): boolean {
  return field === `files-${rkey}` || media.some(({ upload }) => field === `captions-${upload}`)
}

async function press(ctx: WebContext, viewer: Viewer, post: DraftPost, pressed: string): Promise<DraftPost> {
  const [act = '', key = ''] = pressed.split(':')
  if (act === 'uncaption') return { ...post, media: post.media.map((item) => dropCaptions(item, key)) }
  const at = post.media.findIndex(({ upload }) => upload === key)
  const item = post.media[at]
  if (!item) return post
  const rest = post.media.toSpliced(at, 1)
  if (act === 'drop') return { ...post, media: rest }
  if (act === 'earlier') return { ...post, media: rest.toSpliced(Math.max(0, at - 1), 0, item) }
  if (act === 'later') return { ...post, media: rest.toSpliced(at + 1, 0, item) }
  if (act === 'retry') prepareVideo(ctx, viewer, key)
  if (act !== 'still' || item.kind !== 'gif') return post
  const { id } = await keepStill(ctx, viewer, key)
  return { ...post, media: post.media.with(at, { upload: id, kind: 'picture', alt: item.alt }) }
}

function dropCaptions(item: DraftMedia, key: string): DraftMedia {
  return item.captions ? { ...item, captions: item.captions.filter(({ upload }) => upload !== key) } : item
}

/** A card comes by itself once for a link, when the draft is kept; `card` asks for it again. */
async function proposeCard(ctx: WebContext, viewer: Viewer, post: DraftPost, pressed: string): Promise<DraftPost> {
  const { rkey, card, media, text } = post
  if (pressed === `uncard:${rkey}`) return card ? { ...post, card: { ...card, isRemoved: true } } : post
  const isAsked = pressed === `card:${rkey}`
  if (!isAsked && (pressed === '' || pressed === 'autosave' || media.length > 0 || (card && !card.isRemoved)))
    return post
  const url = findFirstLink(text)
  if (!url || (!isAsked && card?.url === url)) return post
  const found = await readLinkCard(ctx, viewer, url)
  // Where nothing was found it is not asked for again with every change.
  return { ...post, card: found ?? { url, title: '', description: '', isRemoved: true } }
}
