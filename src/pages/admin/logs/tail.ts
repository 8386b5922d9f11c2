// The log as it is written: plain text that goes on, in any browser.
import type { APIRoute } from 'astro'
import { AppError } from '#server/app-error.ts'
import { readLogFilter, tailLog } from '#server/logs/read-log-page.ts'

export const GET: APIRoute = ({ locals, url }) => {
  if (locals.viewer?.role !== 'administrator') throw new AppError(403, 'Only administrators may do this.')
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    // Neither kept nor held back until it can be compressed.
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  }
  return new Response(tailLog(locals.ctx, readLogFilter(url.searchParams)), { headers })
}
