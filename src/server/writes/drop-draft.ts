// Deletes a draft of the viewer's; one that is gone already is no mistake.
import { deleteDraft } from '#db/queries/drafts.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'

export async function dropDraft(ctx: WebContext, viewer: Viewer, id: string): Promise<void> {
  await deleteDraft(ctx.main, viewer.userId, id)
}
