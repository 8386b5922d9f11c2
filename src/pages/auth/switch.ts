import type { APIRoute } from 'astro'
import { switchAccount } from '#server/auth/browser-accounts.ts'
import { readForm } from '#server/auth/read-form.ts'
import { returnPath } from '#server/auth/return-path.ts'

export const POST: APIRoute = async ({ request, locals: { ctx } }) => {
  const form = await readForm(request)
  const cookie = await switchAccount(ctx, request.headers.get('cookie'), Number(form('account')))
  return new Response(null, { status: 303, headers: { location: returnPath(form('next')), 'set-cookie': cookie } })
}
