// Who may reply to a post of the viewer's, and quote it, from now on.
import type { ReplyRule } from '#types/draft.ts'
import type { PostGates } from '#types/gates.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { setQuoting, setReplyRule } from '../atproto/gate-rules.ts'
import { changeGate } from '../atproto/reply-gate.ts'
import type { WebContext } from '../context.ts'

const groups = ['mentioned', 'followers', 'following'] as const
/** What the lexicon allows of rules. */
const mostRules = 5

/** The gates that the form of PostGates.astro says. @throws AppError 422 for too many rules, or for none of some */
export function readGateForm(form: FormData): PostGates {
  const canQuote = form.get('quotable') === '1'
  const gate = form.get('gate')
  if (gate === 'anyone') return { canReply: 'anyone', canQuote }
  if (gate === 'nobody') return { canReply: { allow: [], lists: [] }, canQuote }
  const allow = groups.filter((group) => form.getAll('allow[]').includes(group))
  const lists = form.getAll('list[]').filter((uri): uri is string => typeof uri === 'string' && isListUri(uri))
  const rule: ReplyRule = { allow, lists: [...new Set(lists)] }
  const count = allow.length + rule.lists.length
  if (count === 0) throw new AppError(422, 'Choose who can reply, or nobody.')
  if (count > mostRules) throw new AppError(422, `No more than ${mostRules} groups and lists together.`)
  return { canReply: rule, canQuote }
}

/**
 * Writes the gates of `uri`. What was hidden or detached there stays so. Only the first post of a conversation has a
 * say about replies.
 * @throws AppError 403 when the post is somebody else's, others as the person's server answers
 */
export async function saveGates(
  ctx: WebContext,
  viewer: Viewer,
  { uri, root, gates }: { uri: string; root: string; gates: PostGates },
): Promise<void> {
  if (uri === root) {
    await changeGate(ctx, viewer, { kind: 'threadgate', uri }, (record) => setReplyRule(record, gates.canReply))
  }
  await changeGate(ctx, viewer, { kind: 'postgate', uri }, (record) => setQuoting(record, gates.canQuote))
}

function isListUri(uri: string): boolean {
  return /^at:\/\/did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}\/app\.bsky\.graph\.list\/[A-Za-z0-9._:~-]{1,512}$/.test(uri)
}
