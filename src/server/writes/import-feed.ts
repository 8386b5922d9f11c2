// A feed from a file, or from what was pasted.
import type { Mistake } from '#feeds/definition.ts'
import { parseFeedFile } from '#feeds/feed-document.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { createFeed, type MadeFeed } from './create-feed.ts'

/** A definition of 10,000 people has some 400 kB. */
const mostBytes = 900_000

/**
 * Makes the feed, not published.
 * @returns what was made; else what was pasted, and every mistake with the path to it
 * @throws AppError 415 when the body is no form, 409 when the viewer has too many feeds
 */
export async function importFeed(
  ctx: WebContext,
  viewer: Viewer,
  request: Request,
): Promise<{ made: MadeFeed } | { text: string; mistakes: Mistake[] }> {
  const form = await request.formData().catch((cause) => {
    throw new AppError(415, 'This wants a form.', { cause })
  })
  const pasted = form.get('document')
  const typed = typeof pasted === 'string' ? pasted.toWellFormed() : ''
  const file = form.get('file')
  const chosen = file instanceof File && file.size > 0 ? file : undefined
  if (chosen && chosen.size > mostBytes) return refuse(typed, 'This file is too large for a feed.')
  const text = chosen ? await chosen.text() : typed
  if (text.trim() === '') return refuse('', 'Choose a file, or paste what is in it.')
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    return refuse(text, 'This is no JSON. A feed is exported as JSON.')
  }
  const read = parseFeedFile(document)
  if ('mistakes' in read) return { text, mistakes: read.mistakes.slice(0, 20) }
  const { title, description, definition, visibility, contentMode, acceptsInteractions } = read.feed
  const options = { visibility, contentMode, acceptsInteractions }
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  try {
    return { made: await createFeed(ctx, viewer, { title, description, definition }, given) }
  } catch (error) {
    if (!(error instanceof AppError) || error.status !== 422) throw error
    const { mistakes } = error as AppError & { mistakes?: Mistake[] }
    return { text, mistakes: mistakes?.length ? mistakes : [{ path: '', message: error.message }] }
  }
}

function refuse(text: string, message: string) {
  return { text, mistakes: [{ path: '', message }] }
}
