// A profile for feed readers.
import type { APIRoute } from 'astro'
import { profileChannel } from '#server/reads/channels.ts'
import { parseActor } from '#server/reads/profile-page.ts'
import { syndicate } from '#server/reads/syndicate.ts'

export const GET: APIRoute = ({ locals, params, request }) =>
  syndicate(locals.ctx, request, `${params.name}.${params.extension}`, profileChannel(parseActor(params.actor)))
