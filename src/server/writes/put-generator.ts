// The feed's record in its owner's repository: app.bsky.feed.generator, with the slug as record key.
import type { FeedRow } from '#db/queries/feeds.ts'
import { findUpload } from '#db/queries/uploads.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { openAgent } from '../atproto/open-agent.ts'
import type { WebContext } from '../context.ts'
import { sendPicture } from './send-picture.ts'

const collection = 'app.bsky.feed.generator'

/** The at-uri of a feed's record, whether there is one or not. */
export function generatorUri({ ownerDid, slug }: FeedRow): string {
  return `at://${ownerDid}/${collection}/${slug}`
}

/**
 * Writes the record, or writes it again: the same feed always gives the same record.
 * @throws AppError 413, 415 or 422 with what is wrong with its picture, 502 when the person's server refuses or does
 * not answer
 */
export async function putGenerator(
  ctx: WebContext,
  viewer: Viewer,
  feed: FeedRow,
): Promise<{ atUri: string; cid: string }> {
  const agent = await openAgent(ctx, viewer)
  const avatar = feed.avatar ? await sendAvatar(ctx, viewer, feed.avatar) : undefined
  const record = {
    $type: collection,
    did: ctx.config.serviceDid,
    displayName: feed.title,
    ...(feed.description ? { description: feed.description } : {}),
    ...(avatar ? { avatar } : {}),
    ...(feed.contentMode ? { contentMode: `app.bsky.feed.defs#${feed.contentMode}` } : {}),
    ...(feed.acceptsInteractions ? { acceptsInteractions: true } : {}),
    createdAt: new Date(feed.createdAt).toISOString(),
  }
  try {
    const { data } = await agent.com.atproto.repo.putRecord({ repo: viewer.did, collection, rkey: feed.slug, record })
    return { atUri: data.uri, cid: data.cid }
  } catch (cause) {
    throw refusedUpstream(cause, 'The record could not be written')
  }
}

/**
 * Deletes the record. One that is gone already is no mistake (com.atproto.repo.deleteRecord).
 * @throws AppError 502 when the person's server refuses or does not answer
 */
export async function deleteGenerator(ctx: WebContext, viewer: Viewer, feed: FeedRow): Promise<void> {
  const agent = await openAgent(ctx, viewer)
  try {
    await agent.com.atproto.repo.deleteRecord({ repo: viewer.did, collection, rkey: feed.slug })
  } catch (cause) {
    throw refusedUpstream(cause, 'The record could not be deleted')
  }
}

/** A picture that is gone from this box is left out, rather than keeping the feed from being published. */
async function sendAvatar(ctx: WebContext, viewer: Viewer, id: string): Promise<object | undefined> {
  const upload = await findUpload(ctx.main, viewer.userId, id)
  if (!upload) return undefined
  return sendPicture(ctx, viewer, { path: ctx.uploads.store.pathOf(viewer.userId, id), isCut: false })
}

function refusedUpstream(cause: unknown, what: string): AppError {
  if (cause instanceof AppError) return cause
  const said = cause instanceof Error ? cause.message.slice(0, 200) : 'nothing'
  return new AppError(502, `${what}. Your server said: ${said}`, { cause })
}
