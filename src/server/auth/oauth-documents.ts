// The two documents by which servers know this box as an OAuth client.
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'

function clientOf({ auth, config }: WebContext) {
  if (!auth.oauth || config.oauth !== 'confidential') throw new AppError(404, 'This box is no public OAuth client.')
  return auth.oauth
}

/** The client metadata. @throws AppError 404 where this box has none */
export function clientMetadataDocument(ctx: WebContext): object {
  return clientOf(ctx).clientMetadata
}

/** The public halves of the client's keys. @throws AppError 404 where this box has none */
export function jwksDocument(ctx: WebContext): object {
  return clientOf(ctx).jwks
}
