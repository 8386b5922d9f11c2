// Pins a post of the viewer's to their profile, or takes it down.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { changeRecord, findRecord } from '../atproto/change-record.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { isObject } from '../atproto/to-embed.ts'
import type { WebContext } from '../context.ts'

const profile = { collection: 'app.bsky.actor.profile', rkey: 'self' }

/**
 * Makes `uri` the post that the viewer's profile begins with or, with `undo`, no longer that (`pinnedPost` of
 * app.bsky.actor.profile). Idempotent; what else the profile holds stays.
 * @returns the post that was pinned before, if another was
 * @throws AppError 403 when the post is somebody else's, 404 when it is gone, others as the person's server answers
 */
export async function pinPost(
  ctx: WebContext,
  viewer: Viewer,
  uri: string,
  undo: boolean,
): Promise<{ before: string | undefined }> {
  const { did } = viewer
  const [, , repo, collection = '', rkey = ''] = uri.split('/')
  if (repo !== did) throw new AppError(403, 'Only your own posts can be pinned to your profile.')
  return ctx.acts.inTurn(`${did} profile`, async () => {
    const agent = await openAgent(ctx, viewer)
    const post = undo ? undefined : await findRecord(agent, { collection, rkey })
    if (!undo && !post?.cid) throw new AppError(404, 'The post is gone.')
    let before: string | undefined
    await changeRecord(agent, profile, (record = { $type: profile.collection }) => {
      const { pinnedPost: pinned, ...rest } = record
      const uriNow = isObject(pinned) && typeof pinned.uri === 'string' ? pinned.uri : undefined
      before = uriNow === uri ? undefined : uriNow
      if ((uriNow === uri) === !undo) return record
      return undo ? rest : { ...rest, pinnedPost: { uri, cid: post?.cid } }
    })
    if (before) ctx.acts.note(did, 'pin', before, null)
    ctx.acts.note(did, 'pin', uri, undo ? null : uri)
    return { before }
  })
}
