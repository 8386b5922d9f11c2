// Every browser that somebody is signed in with here, and ending them.
import { deleteOwnSessions, listOwnSessions } from '#db/queries/sessions.ts'
import type { SignedInBrowser } from '#types/browser-account.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { settleSignIns } from './create-auth.ts'
import { nameBrowser } from './name-browser.ts'
import { releaseIfUnused } from './release-credential.ts'

/** Those used last first; this one before them. */
export async function listBrowsers(ctx: WebContext, viewer: Viewer): Promise<SignedInBrowser[]> {
  const rows = await listOwnSessions(ctx.main, viewer.userId, ctx.now())
  const browsers = rows.map(({ id, userAgent, kind, createdAt, lastSeenAt }) => ({
    id,
    name: nameBrowser(userAgent),
    way: kind,
    since: new Date(createdAt).toISOString(),
    lastSeen: new Date(lastSeenAt).toISOString(),
    isThis: id === viewer.sessionId,
  }))
  return [...browsers.filter(({ isThis }) => isThis), ...browsers.filter(({ isThis }) => !isThis)]
}

/**
 * Ends one of the viewer's browsers, or `others`: all but this one. One that has ended already is no mistake.
 * @throws AppError 400 for what names no browser, 409 for this one, which has signing out
 */
export async function endBrowsers(ctx: WebContext, viewer: Viewer, which: string): Promise<void> {
  const id = Number(which)
  if (which !== 'others' && !/^\d{1,15}$/.test(which)) throw new AppError(400, 'This form names no browser.')
  if (id === viewer.sessionId) throw new AppError(409, 'This is the browser you are using. Sign out instead.')
  const ended = await listOwnSessions(ctx.main, viewer.userId, ctx.now())
  const range = which === 'others' ? { except: viewer.sessionId } : { only: id }
  if ((await deleteOwnSessions(ctx.main, viewer.userId, range)) === 0) return
  await settleSignIns(ctx.auth)
  // Another way of signing in may have no browser left.
  for (const kind of new Set(ended.map((session) => session.kind))) await releaseIfUnused(ctx, { ...viewer, kind })
}
