// A search for feed readers.
import type { APIRoute } from 'astro'
import { searchChannel } from '#server/reads/channels.ts'
import { syndicate } from '#server/reads/syndicate.ts'

export const GET: APIRoute = ({ locals, params, request, url }) => {
  const q = (url.searchParams.get('q') ?? '').slice(0, 2000)
  const query = `?${new URLSearchParams({ q })}`
  return syndicate(locals.ctx, request, `${params.name}.${params.extension}`, searchChannel(q), query)
}
