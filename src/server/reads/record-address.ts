// What stands in an address for a record: whose it is, and its key.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { findDid } from './find-did.ts'

/**
 * The at-uri of the record `rkey` in `collection` of `actor`, a DID or a handle.
 * @throws AppError 404 when the key can be none or nobody has the handle, others as upstream answers
 */
export async function findRecordUri(
  ctx: WebContext,
  viewer: Viewer | undefined,
  { actor, collection, rkey }: { actor: string; collection: string; rkey: string },
): Promise<string> {
  if (!/^[A-Za-z0-9._:~-]{1,512}$/.test(rkey)) throw new AppError(404, 'Its address is wrong.')
  return `at://${await findDid(ctx, viewer, actor)}/${collection}/${rkey}`
}
