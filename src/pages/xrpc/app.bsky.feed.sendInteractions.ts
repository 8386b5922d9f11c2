// Sent by people's servers: what they saw of a feed.
import type { APIRoute } from 'astro'
import { clientAddress as addressOf } from '#server/auth/client-address.ts'
import { answerInteractions } from '#server/writes/take-interactions.ts'

export const POST: APIRoute = async ({ locals, request, clientAddress }) => {
  const { status, body } = await answerInteractions(locals.ctx, {
    authorization: request.headers.get('authorization'),
    caller: addressOf(clientAddress, request.headers.get('x-forwarded-for')),
    body: await request.json().catch(() => undefined),
  })
  return Response.json(body, { status, headers: { 'access-control-allow-origin': '*' } })
}
