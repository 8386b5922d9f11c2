import type { APIRoute } from 'astro'
import { signOut } from '#server/auth/sign-out.ts'

export const POST: APIRoute = async ({ locals: { ctx, viewer } }) => {
  const cookie = await signOut(ctx, viewer)
  // What the service worker kept goes with them (w3.org/TR/clear-site-data).
  const headers = { location: '/', 'set-cookie': cookie, 'clear-site-data': '"cache", "storage"' }
  return new Response(null, { status: 303, headers })
}
