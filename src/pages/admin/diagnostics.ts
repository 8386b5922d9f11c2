// What somebody who helps needs to know of this box, as one file.
import type { APIRoute } from 'astro'
import { actorOf } from '#server/admin/record-act.ts'
import { askToSignIn } from '#server/auth/ask-to-sign-in.ts'
import { writeDiagnostics } from '#server/dashboard/write-diagnostics.ts'

export const GET: APIRoute = async ({ locals, request, clientAddress }) => {
  const { ctx, viewer } = locals
  if (!viewer) return askToSignIn(request, '/admin/jobs')
  const body = await writeDiagnostics(ctx, actorOf(viewer, request, clientAddress))
  const day = new Date(ctx.now()).toISOString().slice(0, 10)
  const headers = {
    'content-type': 'application/json',
    'content-disposition': `attachment; filename="skypanel-diagnostics-${day}.json"`,
    'cache-control': 'no-store',
  }
  return new Response(body, { headers })
}
