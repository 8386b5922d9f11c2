// The DID document of a feed generator that is did:web of this host.
import type { APIRoute } from 'astro'
import { describeService } from '#server/reads/describe-generator.ts'

export const GET: APIRoute = ({ locals }) => {
  const document = describeService(locals.ctx)
  if (document === undefined) return new Response('Not found\n', { status: 404 })
  return Response.json(document, {
    headers: { 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=300' },
  })
}
