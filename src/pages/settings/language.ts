import type { APIRoute } from 'astro'

/** Where bsky.app has it. */
export const GET: APIRoute = ({ redirect }) => redirect('/settings/languages', 303)
