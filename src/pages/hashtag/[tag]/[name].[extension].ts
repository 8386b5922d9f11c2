// A hashtag for feed readers.
import type { APIRoute } from 'astro'
import { hashtagChannel } from '#server/reads/channels.ts'
import { parseTag } from '#server/reads/hashtag.ts'
import { syndicate } from '#server/reads/syndicate.ts'

export const GET: APIRoute = ({ locals, params, request }) =>
  syndicate(locals.ctx, request, `${params.name}.${params.extension}`, hashtagChannel(parseTag(params.tag)))
