// Asked by AppViews: which feeds are published from here.
import type { APIRoute } from 'astro'
import { describeGenerator } from '#server/reads/describe-generator.ts'

export const GET: APIRoute = async ({ locals }) => {
  const { status, body } = await describeGenerator(locals.ctx)
  return Response.json(body, { status, headers: { 'access-control-allow-origin': '*' } })
}
