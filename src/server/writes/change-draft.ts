// What the buttons of a composer do to a draft. Pure.
import type { DraftContent, DraftPost } from '#types/draft.ts'
import { AppError } from '../app-error.ts'
import { draftLimits } from './draft-content.ts'

export type DraftChange = { content: DraftContent /** The post that the page shows then. */; place: string }

/**
 * Does what the button `press` says: `add`, `remove`, `up`, `down` or `unquote`, and after a colon the key of the post.
 * @param rkey of the post that is added, if one is
 * @returns undefined when it says nothing of the kind: `save`, say
 * @throws AppError 422 when a thread cannot be longer
 */
export function changeDraft(content: DraftContent, press: string, rkey: string): DraftChange | undefined {
  const [act = '', key = ''] = press.split(':')
  const { posts } = content
  const at = posts.findIndex((post) => post.rkey === key)
  const post = posts[at]
  const change = (changed: DraftPost[], place: string) => ({ content: { ...content, posts: changed }, place })
  if (act === 'add') {
    if (posts.length >= draftLimits.posts) {
      throw new AppError(422, `A thread has at most ${draftLimits.posts} posts when it is posted at once.`)
    }
    return change(posts.toSpliced(at < 0 ? posts.length : at + 1, 0, { rkey, text: '', media: [], labels: [] }), rkey)
  }
  if (!post) return undefined
  if (act === 'remove' && posts.length > 1) {
    return change(posts.toSpliced(at, 1), (posts[at - 1] ?? posts[at + 1])?.rkey ?? '')
  }
  if (act === 'up' || act === 'down') {
    const to = act === 'up' ? at - 1 : at + 1
    return to in posts ? change(posts.toSpliced(at, 1).toSpliced(to, 0, post), key) : change(posts, key)
  }
  if (act === 'unquote') return change(posts.with(at, { ...post, quote: undefined }), key)
  return undefined
}
