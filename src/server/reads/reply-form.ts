// The quick reply under a post.
import type { ReplyForm } from '#types/composer.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { beginComposition } from '../writes/draft.ts'
import { sealDraft } from '../writes/draft-seal.ts'

export async function readReplyForm(
  ctx: WebContext,
  viewer: Viewer,
  request: Request,
  reply: string,
): Promise<ReplyForm> {
  const composition = await beginComposition(ctx, viewer, request, { reply })
  return { composition, seal: sealDraft(ctx.config, viewer.userId, composition.id), plain: '' }
}
