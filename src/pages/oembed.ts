// Asked by other sites about a link to us.
import type { APIRoute } from 'astro'
import { readOembed } from '#server/reads/oembed.ts'

export const GET: APIRoute = async ({ locals, url }) =>
  Response.json(await readOembed(locals.ctx, url.searchParams), {
    headers: { 'cache-control': 'public, max-age=3600', 'access-control-allow-origin': '*' },
  })
