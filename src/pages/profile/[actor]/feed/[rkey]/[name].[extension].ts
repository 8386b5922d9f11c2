// A feed of the network for feed readers.
import type { APIRoute } from 'astro'
import { networkFeedChannel } from '#server/reads/channels.ts'
import { parseActor } from '#server/reads/profile-page.ts'
import { syndicate } from '#server/reads/syndicate.ts'

export const GET: APIRoute = ({ locals, params, request }) =>
  syndicate(
    locals.ctx,
    request,
    `${params.name}.${params.extension}`,
    networkFeedChannel(parseActor(params.actor), params.rkey ?? ''),
  )
