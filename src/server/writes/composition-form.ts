// A posted form → what somebody writes. The form carries everything, so that nothing depends on what was kept before.
import type {
  Composition,
  DraftCard,
  DraftContent,
  DraftMedia,
  DraftPost,
  DraftProblem,
  ReplyGroup,
  ReplyRule,
  SelfLabel,
} from '#types/draft.ts'
import { AppError } from '../app-error.ts'
import { undecided } from '../atproto/check-draft.ts'
import { createTid, isTid } from '../atproto/create-tid.ts'
import type { WebContext } from '../context.ts'
import { parsePostUri } from './draft.ts'
import { draftCard, draftContent, draftLimits, draftMedia } from './draft-content.ts'
import type { SentForm } from './read-sent-form.ts'

/** What the lexicon allows of rules. */
export const mostRules = 5

/**
 * What was written. Fields of the post with the key K are `text-K`, `quote-K`, `label-K`, `graphic-K`, `media-K`, `card-K`; those of
 * the first may also be called `text` and `quote`.
 * @throws AppError 413 when there is more than a draft holds
 */
export function readComposition(ctx: WebContext, form: SentForm): Composition {
  const [id, version] = [form.get('draft'), Number(form.get('version'))]
  const sent = [...new Set(form.all('rkey').filter(isTid))]
  const rkeys = sent.length > 0 ? sent : [createTid(ctx.now())]
  const content: DraftContent = {
    posts: rkeys.slice(0, draftLimits.posts).map((rkey, at) => readPost(form, rkey, at === 0)),
    langs: [...new Set(form.all('lang').filter((lang) => lang !== ''))].slice(0, draftLimits.langs),
    canReply: readReplyRule(form),
    canQuote: form.get('gates') === '' || form.get('quotable') !== '',
  }
  const longest = Math.max(...content.posts.map(({ text }) => text.length))
  if (longest > draftLimits.text) {
    throw new AppError(
      413,
      `A draft holds ${draftLimits.text.toLocaleString('en')} characters a post. Nothing was posted.`,
    )
  }
  const checked = draftContent.safeParse(content)
  if (!checked.success)
    throw new AppError(400, 'This form holds what no form of ours does. Go back and reload the page.')
  return {
    // A form without a draft of its own (a quick reply of an old page) is known by its post.
    id: isTid(id) ? id : (rkeys[0] ?? ''),
    version: Number.isSafeInteger(version) && version > 0 ? version : 0,
    reply: parsePostUri(form.get('reply')),
    content: checked.data,
  }
}

function readPost(form: SentForm, rkey: string, isFirst: boolean): DraftPost {
  const field = (name: string) => (isFirst && form.get(name)) || form.get(`${name}-${rkey}`)
  return {
    rkey,
    text: field('text'),
    quote: parsePostUri(field('quote')),
    media: form.all(`media-${rkey}`).flatMap((value) => readMedia(form, value)),
    card: readCard(form.get(`card-${rkey}`)),
    labels: [...form.all(`label-${rkey}`), ...form.all(`graphic-${rkey}`)].filter(isSelfLabel),
  }
}

/** Hidden fields carry media as JSON; what was written about it since has fields of its own. */
function readMedia(form: SentForm, value: string): DraftMedia[] {
  const media = draftMedia.safeParse(fromJson(value))
  if (!media.success) return []
  const { upload, alt } = media.data
  return [{ ...media.data, alt: form.all(`alt-${upload}`)[0] ?? alt }]
}

function readCard(value: string): DraftCard | undefined {
  return value === '' ? undefined : draftCard.safeParse(fromJson(value)).data
}

function fromJson(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

function isSelfLabel(value: string): value is SelfLabel {
  return ['sexual', 'nudity', 'porn', 'graphic-media'].includes(value)
}

/** What is wrong with who can reply: nobody of some, or more than a threadgate takes (app.bsky.feed.threadgate). */
export function checkReplyRule(form: SentForm): DraftProblem[] {
  if (form.get('gate') !== 'some') return []
  const count = groupsIn(form).length + new Set(form.all('list')).size
  if (count === 0) return [{ message: undecided }]
  return count > mostRules ? [{ message: `No more than ${mostRules} groups and lists together.` }] : []
}

function readReplyRule(form: SentForm): ReplyRule {
  const gate = form.get('gate')
  if (gate === 'nobody') return { allow: [], lists: [] }
  if (gate !== 'some') return 'anyone'
  const rule = { allow: groupsIn(form), lists: form.all('list').slice(0, draftLimits.lists) }
  return rule.allow.length + rule.lists.length > 0 ? rule : { ...rule, isUndecided: true }
}

function groupsIn(form: SentForm): ReplyGroup[] {
  const wanted = new Set(form.all('allow'))
  return (['mentioned', 'followers', 'following'] as const).filter((group) => wanted.has(group))
}
