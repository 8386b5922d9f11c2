// Who may reply to a post of the viewer's, and quote it, from now on.
import type { PostGates } from '#types/gates.ts'
import type { Viewer } from '#types/viewer.ts'
import { setQuoting, setReplyRule } from '../atproto/gate-rules.ts'
import { changeGate } from '../atproto/reply-gate.ts'
import type { WebContext } from '../context.ts'

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
