// Where embeds were before.
import type { APIRoute } from 'astro'

export const GET: APIRoute = ({ params, url, redirect }) => redirect(`/embed/f/${params.slug}${url.search}`, 308)
