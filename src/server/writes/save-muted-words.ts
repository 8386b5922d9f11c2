// Mutes words and lets go of them, as the form of their page says.
import type { MutedWordRules } from '#types/muted-word.ts'
import type { Notice } from '#types/notice.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { createTid } from '../atproto/create-tid.ts'
import { fold, muteWords, readMutedWords, splitWords, unmuteWords } from '../atproto/muted-words.ts'
import { updatePreferences } from '../atproto/update-preferences.ts'
import type { WebContext } from '../context.ts'
import type { Field } from './take-settings.ts'

const day = 24 * 60 * 60_000
const action = '/moderation/muted-words'

/**
 * `op` is what to do. `mute`: the words of `words`, one a line. `edit`: all words are what `words` says; only what
 * differs from `known`, which the form was made with, is changed. `restore`: one word that was just let go of.
 * `remove`, in the place of `op`, is the key of a word to let go of.
 * @returns what it did
 * @throws AppError 422 for what can be no word, 400 for a form that says nothing, others as the person's server answers
 */
export async function saveMutedWords(ctx: WebContext, viewer: Viewer, field: Field): Promise<Notice> {
  const id = idMaker(ctx.now())
  const known = splitWords(field('known'))
  if (field('remove') !== '') return removeWord(ctx, viewer, field('remove'))
  const words = splitWords(field('words'))
  if (field('op') === 'mute') {
    if (words.length === 0) throw new AppError(422, 'There is no word to mute yet.')
    await updatePreferences(ctx, viewer, (all) => muteWords(all, words, readRules(field, ctx.now()), id))
    const text = words.length === 1 ? `Muted “${words[0]}”.` : `Muted ${words.length} words.`
    return { text, undo: { action, fields: { op: 'edit', known: words.join('\n'), words: '' } } }
  }
  if (field('op') !== 'edit') throw new AppError(400, 'This form does not say what to do.')
  const [before, after] = [new Set(known.map(fold)), new Set(words.map(fold))]
  const added = words.filter((word) => !before.has(fold(word)))
  const removed = new Set([...before].filter((word) => !after.has(word)))
  const rules: MutedWordRules = { place: 'everywhere', sparesFollowed: false, expiresAt: undefined }
  await updatePreferences(ctx, viewer, (all) => {
    const fewer = unmuteWords(all, ({ value }) => removed.has(fold(value)))
    return added.length > 0 ? muteWords(fewer, added, rules, id) : fewer
  })
  return { text: describeEdit(added.length, removed.size) }
}

async function removeWord(ctx: WebContext, viewer: Viewer, key: string): Promise<Notice> {
  let fields: Record<string, string> | undefined
  await updatePreferences(ctx, viewer, (all) => {
    const word = readMutedWords(all, ctx.now()).find((known) => known.key === key)
    fields = word && {
      op: 'mute',
      words: word.value,
      place: word.place,
      spares: word.sparesFollowed ? '1' : '',
      until: word.expiresAt ?? '',
    }
    return unmuteWords(all, (known) => known.key === key)
  })
  return {
    text: fields ? `“${fields.words}” is no longer muted.` : 'That word was not muted.',
    undo: fields && { action, fields },
  }
}

function readRules(field: Field, now: number): MutedWordRules {
  const days = Number(field('days'))
  const until = Date.parse(field('until'))
  const end = [1, 7, 30].includes(days) ? now + days * day : Number.isNaN(until) ? undefined : until
  return {
    place: field('place') === 'hashtags' ? 'hashtags' : 'everywhere',
    sparesFollowed: field('spares') === '1',
    expiresAt: end === undefined ? undefined : new Date(end).toISOString(),
  }
}

function describeEdit(added: number, removed: number): string {
  if (added + removed === 0) return 'Nothing was changed.'
  const parts = [added > 0 && `${added} muted`, removed > 0 && `${removed} let go`].filter((part) => part !== false)
  return `Words: ${parts.join(', ')}.`
}

/** Ids that differ within one form. */
function idMaker(now: number): () => string {
  let at = 0
  return () => createTid(now + at++)
}
