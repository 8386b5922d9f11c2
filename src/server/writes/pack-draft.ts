// A starter pack as a form sends it, checked by the bounds of its lexicon (app.bsky.graph.starterpack).
import type { PackFormErrors, PackFormValues, PackState } from '#types/pack-form.ts'
import { AppError } from '../app-error.ts'
import { createTid, isTid } from '../atproto/create-tid.ts'
import type { WebContext } from '../context.ts'
import { bytesOf, checkDescription, graphemesOf } from './list-draft.ts'
import { readWas, type Was } from './merge-form.ts'

const nameLimits = { graphemes: 50, bytes: 500 }
export const mostPackFeeds = 3
const feedUri = /^at:\/\/did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}\/app\.bsky\.feed\.generator\/[A-Za-z0-9._:~-]{1,512}$/

/** An empty form with a key of its own: sent twice, it makes one pack. */
export function emptyPackForm(ctx: WebContext): PackFormValues {
  return { key: createTid(ctx.now()), name: '', description: '', people: '', feeds: [], links: '' }
}

/** @throws AppError 415 when the body is no form */
export async function readPackForm(
  ctx: WebContext,
  request: Request,
): Promise<{ values: PackFormValues; was: Was<PackState>; errors: PackFormErrors }> {
  const form = await request.formData().catch((cause) => {
    throw new AppError(415, 'This wants a form.', { cause })
  })
  const read = (name: string, most: number) => {
    const value = form.get(name)
    return typeof value === 'string' ? value.replace(/\r\n?/g, '\n').slice(0, most).toWellFormed() : ''
  }
  const key = read('key', 13)
  const feeds = form.getAll('feed[]').filter((value) => typeof value === 'string' && feedUri.test(value))
  const values: PackFormValues = {
    key: isTid(key) ? key : createTid(ctx.now()),
    name: read('name', 2000).replace(/\s+/g, ' ').trim(),
    description: read('description', 20_000).trim(),
    people: read('people', 200_000),
    feeds: [...new Set(feeds as string[])].slice(0, 20),
    links: read('links', 5000),
  }
  const was = readWas<PackState>((name) => read(name, 50_000))
  return { values, was, errors: checkPackForm(values) }
}

function checkPackForm({ name, description }: PackFormValues): PackFormErrors {
  const errors: PackFormErrors = {}
  const over = graphemesOf(name) - nameLimits.graphemes
  if (name === '') errors.name = 'Give the starter pack a name.'
  else if (over > 0)
    errors.name = `A name has at most ${nameLimits.graphemes} characters; this one has ${over} too many.`
  else if (bytesOf(name) > nameLimits.bytes)
    errors.name = 'This name takes too much room. Use fewer special characters.'
  const wrong = checkDescription(description)
  if (wrong) errors.description = wrong
  return errors
}

/** The part of `name` that fits the name of the list behind a pack, 64 bytes, whole characters. */
export function shortenName(name: string): string {
  let short = ''
  for (const { segment } of new Intl.Segmenter().segment(name)) {
    if (bytesOf(short + segment) > 64) break
    short += segment
  }
  return short || 'Starter pack'
}
