// A feed made here, for feed readers.
import type { APIRoute } from 'astro'
import { ownFeedChannel } from '#server/reads/channels.ts'
import { readAccess } from '#server/reads/open-feed.ts'
import { syndicate } from '#server/reads/syndicate.ts'

export const GET: APIRoute = ({ locals, params, request }) =>
  syndicate(locals.ctx, request, `${params.name}.${params.extension}`, ownFeedChannel(params.slug, readAccess(request)))
