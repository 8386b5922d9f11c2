// Deletes a draft of the viewer's with its files; one that is gone already is no mistake.
import { deleteDraft, findDraft } from '#db/queries/drafts.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { dropUploads, uploadsOf } from './drop-uploads.ts'
import { toComposition } from './keep-draft.ts'
import { syncSoon } from './sync-drafts.ts'

export async function dropDraft(ctx: WebContext, viewer: Viewer, id: string): Promise<void> {
  const row = await findDraft(ctx.main, viewer.userId, id)
  await deleteDraft(ctx.main, viewer.userId, id)
  syncSoon(ctx, viewer)
  const content = row && toComposition(row)?.content
  if (content) await dropUploads(ctx, viewer.userId, uploadsOf(content))
}
