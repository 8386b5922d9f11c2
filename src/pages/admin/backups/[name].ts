// A backup to take along.
import type { APIRoute } from 'astro'
import { actorOf } from '#server/admin/record-act.ts'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { openBackup } from '#server/dashboard/backups.ts'

export const GET: APIRoute = ({ locals, params, request, clientAddress }) => {
  const { ctx, viewer } = locals
  if (!viewer) return askToSignIn(request, '/admin/backups')
  return openBackup(ctx, viewer, actorOf(viewer, request, clientAddress), params.name ?? '')
}
