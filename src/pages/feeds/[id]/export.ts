// One of the viewer's feeds as a file.
import type { APIRoute } from 'astro'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { exportFeed } from '#server/reads/export-feed.ts'

export const GET: APIRoute = ({ locals: { ctx, viewer }, params, request }) => {
  const id = Number(params.id)
  return viewer ? exportFeed(ctx, viewer, id) : askToSignIn(request, `/feeds/${id || ''}`)
}
