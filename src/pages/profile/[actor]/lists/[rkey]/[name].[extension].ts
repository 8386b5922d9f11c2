// A list for feed readers.
import type { APIRoute } from 'astro'
import { listChannel } from '#server/reads/channels.ts'
import { parseActor } from '#server/reads/profile-page.ts'
import { syndicate } from '#server/reads/syndicate.ts'

export const GET: APIRoute = ({ locals, params, request }) => {
  const read = listChannel(parseActor(params.actor), params.rkey ?? '')
  return syndicate(locals.ctx, request, `${params.name}.${params.extension}`, read)
}
