import type { APIRoute } from 'astro'
import { jwksDocument } from '#server/auth/oauth-documents.ts'

export const GET: APIRoute = ({ locals }) =>
  Response.json(jwksDocument(locals.ctx), { headers: { 'cache-control': 'public, max-age=600' } })
