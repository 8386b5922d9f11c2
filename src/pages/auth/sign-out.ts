import type { APIRoute } from 'astro'
import { readForm } from '#server/auth/read-form.ts'
import { signOut } from '#server/auth/sign-out.ts'

export const POST: APIRoute = async ({ request, locals: { ctx, viewer } }) => {
  const hasForm = request.headers.has('content-type')
  const isAll = hasForm && (await readForm(request))('all') !== ''
  const { cookies, left } = await signOut(ctx, viewer, { cookie: request.headers.get('cookie'), isAll })
  // What the service worker kept goes with them (w3.org/TR/clear-site-data).
  const answer = new Response(null, { status: 303, headers: { 'clear-site-data': '"cache", "storage"' } })
  answer.headers.set('location', left > 0 ? '/sign-in' : '/')
  for (const cookie of cookies) answer.headers.append('set-cookie', cookie)
  return answer
}
