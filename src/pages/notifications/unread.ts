import type { APIRoute } from 'astro'
import { readUnread } from '#server/reads/unread.ts'

/** How much is unread, for the badge of a page that has been open for a while. */
export const GET: APIRoute = async ({ locals: { ctx, viewer } }) => {
  if (!viewer) return Response.json({ error: 'Sign in to see this.' }, { status: 401 })
  const { count } = await readUnread(ctx, viewer)
  return Response.json({ count })
}
