// Whether a form acts for whom its page was made: a browser with several accounts may have switched meanwhile.
import type { BrowserAccount } from '#types/browser-account.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'

/** The name of the field that says for whom a form was made: a DID. */
const field = 'as'
const form = 'application/x-www-form-urlencoded'
/** Of a form that is read twice, in bytes. */
const longest = 16 * 1024 * 1024
/** Islands send these without a form: what does not say for whom it was made is taken as it is. */
const quiet = new Set(['/place', '/push/subscribe'])

/**
 * Looks at a request that changes something, of a browser with several accounts. The body is read from a copy.
 * @throws AppError 409 when its page was made for another account than `viewer`, or nobody knows for which
 */
export async function checkActing(request: Request, viewer: Viewer, accounts: BrowserAccount[]): Promise<void> {
  const { pathname } = new URL(request.url)
  if (request.method !== 'POST' || pathname.startsWith('/auth/')) return
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type !== form && type !== 'multipart/form-data') return
  const as = await readStamp(request)
  if (as === viewer.did) return
  // A script that sends a file alone says nothing of itself.
  if (as === undefined && (type !== form || quiet.has(pathname))) return
  const made = accounts.find(({ did }) => did === as)
  throw new AppError(
    409,
    made
      ? `This page was made for @${made.handle}, and this browser now acts for @${viewer.handle}. Nothing was done. Go back and switch to @${made.handle}, or load the page again.`
      : `This page was made before another account came to this browser, which now acts for @${viewer.handle}. Nothing was done. Go back and load the page again.`,
  )
}

/** What the form says; nothing for one that is too large to be read twice. */
async function readStamp(request: Request): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > longest) return undefined
  const sent = await request
    .clone()
    .formData()
    .catch(() => undefined)
  const value = sent?.get(field)
  return typeof value === 'string' ? value : undefined
}

/** The page with every form that changes something saying for whom it was made. */
export async function stampForms(page: Response, viewer: Viewer): Promise<Response> {
  if (!page.headers.get('content-type')?.startsWith('text/html')) return page
  const html = await page.text()
  const stamp = `<input type="hidden" name="${field}" value="${viewer.did}">`
  const stamped = html.replace(/<form\b(?=[^>]*\bmethod="post")(?![^>]*\baction="\/auth\/)[^>]*>/gi, `$&${stamp}`)
  const headers = new Headers(page.headers)
  headers.delete('content-length')
  return new Response(stamped, { status: page.status, headers })
}
