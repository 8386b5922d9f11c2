// Somebody's files, as their pages show them.
import { findUpload, listUploads, touchUploads, type UploadRow } from '#db/queries/uploads.ts'
import type { Upload } from '#types/upload.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'

/** A day is exact enough, so that looking at a page writes nothing. */
const touchEvery = 86_400_000

/** Those of `ids` that are the viewer's and still there, by id. */
export async function readUploads(ctx: WebContext, viewer: Viewer, ids: string[]): Promise<Map<string, Upload>> {
  const rows = await listUploads(ctx.main, viewer.userId, ids)
  const stale = rows.filter(({ usedAt }) => ctx.now() - usedAt > touchEvery).map(({ id }) => id)
  await touchUploads(ctx.main, viewer.userId, stale, ctx.now())
  return new Map(rows.map((row) => [row.id, toUpload(row)]))
}

/** @throws AppError 404 when there is none of that id, or it is somebody else's */
export async function requireUpload(ctx: WebContext, viewer: Viewer, id: string): Promise<UploadRow> {
  const row = await findUpload(ctx.main, viewer.userId, id)
  if (!row) throw new AppError(404, 'There is no such file of yours here. It may have been posted, or taken out.')
  return row
}

export function toUpload(
  row: Pick<UploadRow, 'id' | 'kind' | 'mime' | 'bytes' | 'state' | 'progress'> & Partial<UploadRow>,
): Upload {
  const { id, kind, mime, bytes, state, progress } = row
  return {
    ...{ id, kind, mime, bytes, state, progress },
    width: row.width ?? undefined,
    height: row.height ?? undefined,
    durationMs: row.durationMs ?? undefined,
    problem: row.problem ?? undefined,
  }
}
