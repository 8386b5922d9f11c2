// The address that bsky.app gives a starter pack when it is shared.
import type { APIRoute } from 'astro'
import { parseActor } from '#server/reads/profile-page.ts'

export const GET: APIRoute = ({ params, redirect }) =>
  redirect(`/starter-pack/${parseActor(params.actor)}/${encodeURIComponent(params.rkey ?? '')}`, 301)
