import type { APIRoute } from 'astro'
import { clientMetadataDocument } from '#server/auth/oauth-documents.ts'

export const GET: APIRoute = ({ locals }) =>
  Response.json(clientMetadataDocument(locals.ctx), { headers: { 'cache-control': 'public, max-age=600' } })
