// The gates of a post: who may reply (app.bsky.feed.threadgate) and who may quote (app.bsky.feed.postgate). Records of
// the author's under the post's own key.
import type { Agent } from '@atproto/api'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { changeRecord, findRecord } from './change-record.ts'
import { hiddenReplies } from './describe-gate.ts'
import { openAgent } from './open-agent.ts'

export type GateKind = 'threadgate' | 'postgate'

/** The viewer's gate of that kind on their post `uri`; undefined where there is none. @throws AppError as their server answers */
export async function findGate(
  agent: Agent,
  kind: GateKind,
  uri: string,
): Promise<Record<string, unknown> | undefined> {
  return (await findRecord(agent, addressOf(kind, uri)))?.value
}

/** The replies that the viewer hides in the conversation that `root`, a post of theirs, began. */
export async function readHiddenReplies(ctx: WebContext, viewer: Viewer, root: string): Promise<unknown[]> {
  const agent = await openAgent(ctx, viewer)
  return [...hiddenReplies(await findGate(agent, 'threadgate', root))]
}

/**
 * Changes the gate on the viewer's post `uri`: `change` gets the record, a fresh one where there is none. One change
 * after the other; what somebody else changed meanwhile survives.
 * @throws AppError 403 when the post is somebody else's, others as their server answers
 */
export async function changeGate(
  ctx: WebContext,
  viewer: Viewer,
  { kind, uri }: { kind: GateKind; uri: string },
  change: (record: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  if (!uri.startsWith(`at://${viewer.did}/`)) throw new AppError(403, 'Only the author of a post decides this.')
  const address = addressOf(kind, uri)
  const fresh = { $type: address.collection, post: uri, createdAt: new Date(ctx.now()).toISOString() }
  const agent = await openAgent(ctx, viewer)
  await ctx.acts.inTurn(`${viewer.did} ${kind} ${uri}`, () =>
    changeRecord(agent, address, (record) => {
      const next = change(record ?? fresh)
      // A gate that says nothing is none.
      return next === fresh ? undefined : next
    }),
  )
}

function addressOf(kind: GateKind, uri: string): { collection: string; rkey: string } {
  return { collection: `app.bsky.feed.${kind}`, rkey: uri.split('/').at(-1) ?? '' }
}
