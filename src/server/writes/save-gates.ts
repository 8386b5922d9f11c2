// Who may reply to a post of the viewer's, and quote it, from now on.
import type { PostGates } from '#types/gates.ts'
import type { Viewer } from '#types/viewer.ts'
import { gateText, readPostGates, setQuoting, setReplyRule } from '../atproto/gate-rules.ts'
import { changeGate } from '../atproto/reply-gate.ts'
import type { WebContext } from '../context.ts'
import { mergeOrRefuse, type Was } from './merge-form.ts'

/**
 * Writes the gates of `uri`, as far as the form changed them. What was hidden or detached there stays so. Only the first
 * post of a conversation has a say about replies.
 * @throws AppError 403 when the post is somebody else's, 409 when who can reply was changed in another window
 * meanwhile, others as the person's server answers
 */
export async function saveGates(
  ctx: WebContext,
  viewer: Viewer,
  { uri, root, gates, was }: { uri: string; root: string; gates: PostGates; was: Was<PostGates> },
): Promise<void> {
  if (uri === root) {
    await changeGate(ctx, viewer, { kind: 'threadgate', uri }, (record) => {
      const now = { canReply: gateText(readPostGates(record, undefined).canReply) }
      const { canReply } = mergeOrRefuse({
        was: { canReply: was.canReply },
        typed: { canReply: gateText(gates.canReply) },
        now,
      })
      return canReply === now.canReply ? record : setReplyRule(record, gates.canReply)
    })
  }
  await changeGate(ctx, viewer, { kind: 'postgate', uri }, (record) => {
    const now = { canQuote: readPostGates(undefined, record).canQuote }
    return setQuoting(
      record,
      mergeOrRefuse({ was: { canQuote: was.canQuote }, typed: { canQuote: gates.canQuote }, now }).canQuote,
    )
  })
}
