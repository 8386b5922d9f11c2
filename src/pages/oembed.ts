// Asked by other sites about a link to us.
import type { APIRoute } from 'astro'
import { readOembed, writeOembedXml } from '#server/reads/oembed.ts'

export const GET: APIRoute = async ({ locals, url }) => {
  const answer = await readOembed(locals.ctx, url.searchParams)
  const headers = { 'access-control-allow-origin': '*' }
  if (url.searchParams.get('format') !== 'xml') return Response.json(answer, { headers })
  return new Response(writeOembedXml(answer), { headers: { ...headers, 'content-type': 'text/xml; charset=utf-8' } })
}
