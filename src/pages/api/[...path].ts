// The interface for programs: docs/api.md, /api/openapi.json.
import type { APIRoute } from 'astro'
import { answerApi } from '#server/api/answer-api.ts'

export const ALL: APIRoute = ({ locals, request, url }) => answerApi(locals.ctx, request, url.pathname)
