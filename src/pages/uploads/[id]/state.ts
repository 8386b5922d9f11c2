import type { APIRoute } from 'astro'
import { AppError } from '#server/app-error.ts'
import { readUploadState } from '#server/reads/upload-state.ts'

export const GET: APIRoute = async ({ params, locals: { ctx, viewer } }) => {
  if (!viewer) throw new AppError(404, 'There is no such file of yours here.')
  const answer = await readUploadState(ctx, viewer, params.id ?? '')
  return Response.json(answer, { headers: { 'cache-control': 'no-store' } })
}
