// A list as a form sends it, checked by the bounds of its lexicon (app.bsky.graph.list).
import type { ListFormErrors, ListFormValues, OwnPurpose } from '#types/own-list.ts'
import { createTid, isTid } from '../atproto/create-tid.ts'
import type { WebContext } from '../context.ts'

const nameBytes = 64
const description = { graphemes: 300, bytes: 3000 }
const purposes: OwnPurpose[] = ['curate', 'moderation', 'private']

/** An empty form with a key of its own: sent twice, it makes one list. */
export function emptyListForm(ctx: WebContext, purpose: string | null): ListFormValues {
  return { key: createTid(ctx.now()), name: '', description: '', purpose: toPurpose(purpose ?? '') }
}

/** What was typed, and what is wrong with it. */
export function readListForm(ctx: WebContext, form: (name: string) => string) {
  const key = form('key')
  const values: ListFormValues = {
    key: isTid(key) ? key : createTid(ctx.now()),
    name: form('name').replace(/\s+/g, ' ').trim().slice(0, 2000).toWellFormed(),
    description: form('description').replace(/\r\n?/g, '\n').trim().slice(0, 20_000).toWellFormed(),
    purpose: toPurpose(form('purpose')),
  }
  return { values, errors: checkListForm(values) }
}

function checkListForm({ name, description: text }: ListFormValues): ListFormErrors {
  const errors: ListFormErrors = {}
  const over = bytesOf(name) - nameBytes
  if (name === '') errors.name = 'Give the list a name.'
  else if (over > 0) errors.name = `A name has room for ${nameBytes} bytes; this one has ${over} too many.`
  const wrong = checkDescription(text)
  if (wrong) errors.description = wrong
  return errors
}

/** What is wrong with a description of a list or a starter pack, in a sentence. */
export function checkDescription(text: string): string | undefined {
  const over = graphemesOf(text) - description.graphemes
  if (over > 0) return `A description has at most ${description.graphemes} characters; this one has ${over} too many.`
  if (bytesOf(text) > description.bytes) return 'This description takes too much room. Use fewer special characters.'
  return undefined
}

export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length
}

export function graphemesOf(text: string): number {
  return [...new Intl.Segmenter().segment(text)].length
}

function toPurpose(text: string): OwnPurpose {
  return purposes.find((purpose) => purpose === text) ?? 'curate'
}
