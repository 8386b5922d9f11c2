import type { APIRoute } from 'astro'
import { AppError } from '#server/app-error.ts'
import { openUploadFile } from '#server/reads/upload-file.ts'

export const GET: APIRoute = ({ request, params, url, locals: { ctx, viewer } }) => {
  // To somebody else there is nothing here, signed in or not.
  if (!viewer) throw new AppError(404, 'There is no such file of yours here.')
  const id = params.id ?? ''
  return openUploadFile(ctx, viewer, {
    id,
    isPreview: url.searchParams.has('small'),
    range: request.headers.get('range'),
  })
}
