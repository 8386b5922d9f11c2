// What was written in other apps since it was sent from here, taken over or let stand apart.
import { findDraft, updateDraft } from '#db/queries/drafts.ts'
import {
  changeNetworkDraft,
  forgetNetworkDraft,
  listNetworkDrafts,
  type NetworkDraftRow,
} from '#db/queries/network-drafts.ts'
import type { Viewer } from '#types/viewer.ts'
import type { NetworkDraftView } from '../atproto/ask-network-drafts.ts'
import { createTid } from '../atproto/create-tid.ts'
import { fingerprint, readNetworkDraft } from '../atproto/network-draft.ts'
import type { WebContext } from '../context.ts'
import { toComposition } from './keep-draft.ts'

/** How many of the things sent last are known again: the network may answer with an earlier one for a while. */
const memory = 30

export const remember = (sent: string[], print: string): string[] => [...sent, print].slice(-memory)

/**
 * Looks through `views` (as they are now, not as they were once) for drafts of ours that another app has changed. One
 * that has not changed here since takes their words. Of one that has, that was posted, or that cannot be taken whole,
 * both are kept: theirs is a draft of its own from then on.
 * @param isTurn whether nothing is on its way to the network meanwhile: else what has changed here may be arriving there
 * just now, and is left for the next time
 */
export function takeNetworkDrafts(
  ctx: WebContext,
  viewer: Viewer,
  { views, isTurn }: { views: Map<string, NetworkDraftView>; isTurn: boolean },
): Promise<void> {
  return ctx.acts.inTurn(`${viewer.did} take drafts`, async () => {
    for (const known of await listNetworkDrafts(ctx.main, viewer.userId)) {
      const view = views.get(known.networkId)
      if (!view || known.deletedAt !== null || known.sent.includes(fingerprint(view.draft))) continue
      const outcome = await take(ctx, known, view.draft)
      if (outcome === 'partial' || (outcome === 'changed' && isTurn)) await forgetNetworkDraft(ctx.main, known)
    }
  })
}

async function take(ctx: WebContext, known: NetworkDraftRow, draft: unknown): Promise<'taken' | 'partial' | 'changed'> {
  const { userId, draftId: id, syncedVersion: version } = known
  const row = await findDraft(ctx.main, userId, id)
  if (!row || row.postedAt !== null || row.updatedAt !== version) return 'changed'
  const before = toComposition(row)?.content
  const reading = readNetworkDraft(draft, { before, makeKey: () => createTid(ctx.now()) })
  if (!reading?.isWhole) return 'partial'
  const updatedAt = Math.max(ctx.now(), row.updatedAt + 1)
  const written = { content: reading.content, replyUri: row.replyUri, updatedAt }
  if (!(await updateDraft(ctx.main, { userId, id, version }, written))) return 'changed'
  await changeNetworkDraft(ctx.main, known, {
    syncedVersion: updatedAt,
    sent: remember(known.sent, fingerprint(draft)),
  })
  return 'taken'
}
