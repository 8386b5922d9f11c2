// Makes a draft here of one that another app has begun.
import { findDraft } from '#db/queries/drafts.ts'
import { insertNetworkDraft, listNetworkDrafts } from '#db/queries/network-drafts.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { createTid, isTid } from '../atproto/create-tid.ts'
import { fingerprint, readNetworkDraft } from '../atproto/network-draft.ts'
import type { WebContext } from '../context.ts'
import { readNetworkDrafts } from '../reads/drafts.ts'
import { draftPath } from './draft.ts'
import { keepDraft } from './keep-draft.ts'
import { draftTurn } from './sync-drafts.ts'

/**
 * From then on they are one draft; of one that does not come along whole, a copy is made and theirs stays as it is.
 * @param key the id of the draft here, made with the form: sent twice, it is one draft
 * @returns the address of the draft here
 * @throws AppError 404 when it is gone, 400 for a key that no form of ours makes, others as upstream answers
 */
export function openNetworkDraft(
  ctx: WebContext,
  viewer: Viewer,
  { networkId, key }: { networkId: string; key: string },
): Promise<string> {
  if (!isTid(key)) throw new AppError(400, 'This form cannot be read. Open it again.')
  const { userId } = viewer
  return ctx.acts.inTurn(draftTurn(viewer), async () => {
    const known = (await listNetworkDrafts(ctx.main, userId)).find((row) => row.networkId === networkId)
    if (known?.deletedAt === null) return draftPath(known.draftId)
    if (await findDraft(ctx.main, userId, key)) return draftPath(key)
    const view = known ? undefined : (await readNetworkDrafts(ctx, viewer)).get(networkId)
    const reading = view && readNetworkDraft(view.draft, { makeKey: () => createTid(ctx.now()) })
    if (!reading) throw new AppError(404, 'This draft is no longer on the network. It may have been posted or deleted.')
    const kept = await keepDraft(ctx, userId, { id: key, version: 0, content: reading.content })
    const mapping = { userId, networkId, draftId: kept.id, syncedVersion: kept.version }
    const sent = [fingerprint(view.draft)]
    if (reading.isWhole) await insertNetworkDraft(ctx.main, { ...mapping, sent, deletedAt: null })
    return draftPath(kept.id)
  })
}
