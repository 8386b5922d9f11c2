// What is wrong with a draft that anybody can see, before somebody else is asked.
import type { DraftContent, DraftPost, DraftProblem } from '#types/draft.ts'
import { readText } from './read-text.ts'

/** Limits of app.bsky.feed.post. */
const maxGraphemes = 300
const maxBytes = 3000

export const undecided = 'Choose who can reply, or nobody.'

/** A sentence each, with the post it is about. Nothing for a draft that can be sent. */
export function checkDraft({ posts, canReply }: DraftContent): DraftProblem[] {
  const wrong = posts.flatMap((post, at) =>
    checkPost(post, posts.length > 1 ? at + 1 : undefined).map((message) => ({ rkey: post.rkey, message })),
  )
  return canReply !== 'anyone' && canReply.isUndecided ? [...wrong, { message: undecided }] : wrong
}

function checkPost({ text: typed, quote, media, card }: DraftPost, number: number | undefined): string[] {
  const text = readText(typed)
  const over = text.graphemeLength - maxGraphemes
  const isEmpty = text.text === '' && !quote && media.length === 0 && (card === undefined || card.isRemoved === true)
  if (isEmpty) {
    return [
      number === undefined
        ? 'There is nothing to post yet. Write something.'
        : `There is nothing in post ${number} yet. Write something or remove it.`,
    ]
  }
  if (over > 0) return [`${over} ${over === 1 ? 'character' : 'characters'} too many`]
  return text.length > maxBytes
    ? [`The text takes ${text.length} bytes, and a post holds ${maxBytes}. Use fewer special characters.`]
    : []
}
