// Asked by AppViews: the posts of a feed.
import type { APIRoute } from 'astro'
import { clientAddress as addressOf } from '#server/auth/client-address.ts'
import { answerFeedSkeleton } from '#server/reads/feed-skeleton.ts'

export const GET: APIRoute = async ({ locals, request, url, clientAddress }) => {
  const { status, body } = await answerFeedSkeleton(locals.ctx, {
    query: url.searchParams,
    authorization: request.headers.get('authorization'),
    check: request.headers.get('x-skypanel-check'),
    caller: addressOf(clientAddress, request.headers.get('x-forwarded-for')),
  })
  return Response.json(body, { status, headers: { 'access-control-allow-origin': '*' } })
}
