// What somebody typed in a form that cannot be taken: they turn out to be signed out, or their server does not answer.
import type { Unsent } from '#types/unsent.ts'
import { wantsJson } from './wants-json.ts'

/**
 * Routes whose form takes more than a press to fill in again. The composer keeps by itself what it is sent.
 */
const typing = new Set([
  '/feeds/[id]',
  '/feeds/build',
  '/feeds/import',
  '/feeds/new',
  '/lists/new',
  '/lists/[key]/edit',
  '/lists/[key]/people',
  '/moderation',
  '/moderation/muted-words',
  '/post/gate',
  '/profile/[actor]/add-to-lists',
  '/report',
  '/scheduled/[draft]',
  '/searches',
  '/searches/[id]',
  '/settings/appearance',
  '/settings/following-feed',
  '/settings/handle',
  '/settings/languages',
  '/settings/notifications',
  '/settings/privacy-and-security',
  '/settings/profile',
  '/settings/threads',
  '/starter-pack/create',
  '/starter-pack/edit/[rkey]',
])
/** Of a form that is kept, in bytes, and its fields. */
const most = { bytes: 2 * 1024 * 1024, fields: 2000 }

/** A copy of a form that may have to come back; undefined for everything else. `route` as Astro names it. */
export function copyTyped(request: Request, route: string): Request | undefined {
  const isKept = request.method === 'POST' && typing.has(route) && !wantsJson(request)
  const length = Number(request.headers.get('content-length') ?? Number.NaN)
  return isKept && length <= most.bytes ? request.clone() : undefined
}

/** Whether this answer sends somebody away to sign in. */
export function isSentAway({ status, headers }: Response): boolean {
  return status === 303 && (headers.get('location') ?? '').startsWith('/sign-in?')
}

/** What the copy says; undefined where it says nothing that could come back. */
export async function readTyped(copy: Request): Promise<Unsent | undefined> {
  const form = await copy.formData().catch(() => undefined)
  if (!form) return undefined
  const sent = [...form]
  const fields = sent.filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  const { pathname, search } = new URL(copy.url)
  const hadFiles = sent.some(([, value]) => typeof value !== 'string' && value.size > 0)
  return fields.length > most.fields ? undefined : { action: pathname + search, fields, hadFiles }
}
