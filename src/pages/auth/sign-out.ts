import type { APIRoute } from 'astro'
import { signOut } from '#server/auth/sign-out.ts'

export const POST: APIRoute = async ({ locals: { ctx, viewer } }) => {
  const cookie = await signOut(ctx, viewer)
  return new Response(null, { status: 303, headers: { location: '/', 'set-cookie': cookie } })
}
