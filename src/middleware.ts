// The edge of the pages: what a page throws becomes an answer, once, here.
import { defineMiddleware } from 'astro:middleware'
import { admitAdministrator } from '#server/admin/admit-administrator.ts'
import { AppError } from '#server/app-error.ts'
import { listAccounts } from '#server/auth/browser-accounts.ts'
import { checkActing, stampForms } from '#server/auth/check-acting.ts'
import { copyTyped, isSentAway, readTyped } from '#server/auth/keep-typed.ts'
import { admitMaker } from '#server/auth/require-maker.ts'
import { wantsJson } from '#server/auth/wants-json.ts'
import { noteWriter } from '#server/http/catch-up.ts'
import { finishPage } from '#server/http/finish-page.ts'
import { refusalOf } from '#server/integrity/tell-trouble.ts'
import { readBoxPreferences } from '#server/reads/box-preferences.ts'
import { refreshNotifications } from '#server/reads/refresh-notifications.ts'
import { readUnread } from '#server/reads/unread.ts'
import { recallPage } from '#server/snapshots/recall-page.ts'

export const onRequest = defineMiddleware(async (context, next) => {
  const { request, url, locals } = context
  if (context.isPrerendered) return next()
  const note = locals.ctx.requests.getStore()
  if (note && !locals.problem) note.route = context.routePattern
  const typed = copyTyped(request, context.routePattern)
  try {
    if (locals.refusal && !locals.problem) throw locals.refusal
    const { ctx, viewer } = locals
    const barred = admitAdministrator(request, context.routePattern, viewer)
    if (barred) return barred
    admitMaker(context.routePattern, viewer)
    const snapshot = await recallPage(locals, request, next)
    if (snapshot) return snapshot
    locals.accounts = await listAccounts(ctx, viewer, request.headers.get('cookie'))
    const hasSeveral = locals.accounts.length > 1
    if (viewer) locals.look = await readBoxPreferences(ctx, viewer)
    if (viewer && hasSeveral) await checkActing(request, viewer, locals.accounts)
    if (viewer && request.method === 'GET' && !wantsJson(request)) {
      locals.unread = await readUnread(ctx, viewer)
    }
    const page = await next().finally(() => {
      // After the page and with an end of its own: the next page may come to wait for what is begun here.
      const isRead = viewer && request.method === 'GET' && !wantsJson(request) && url.pathname !== '/notifications'
      const reading = { deadline: ctx.now() + ctx.config.upstreamPatience, mayBeStale: false, staleSince: undefined }
      if (isRead) ctx.readings.run(reading, () => refreshNotifications(ctx, viewer))
    })
    if (typed && isSentAway(page)) throw new AppError(401, 'Your session here has ended.')
    const finished = await finishPage(request, viewer && hasSeveral ? await stampForms(page, viewer) : page, locals)
    noteWriter(ctx, request, finished.headers)
    return finished
  } catch (thrown) {
    const error = refusalOf(thrown) ?? thrown
    // The page that shows problems has one itself.
    if (locals.problem) throw error
    const expected = error instanceof AppError
    if (!(thrown instanceof AppError))
      locals.ctx.log.error({ err: thrown, method: request.method, path: url.pathname }, 'page failed')
    const status = expected ? error.status : 500
    const message = expected ? error.message : 'Something went wrong here. It has been written down.'
    if (/^\/(api|xrpc)\//.test(url.pathname) || wantsJson(request)) {
      return Response.json({ error: message }, { status, headers: retryHeaders(error) })
    }
    if (typed && mayBeSentAgain(status)) locals.unsent = await readTyped(typed)
    if (status === 401 && !locals.unsent) {
      const ended: Record<string, string> = locals.viewer ? { ended: '1' } : {}
      return context.redirect(`/sign-in?${new URLSearchParams({ next: pageOf(request), ...ended })}`, 303)
    }
    const address = request.method === 'GET' || locals.unsent ? url.pathname + url.search : '/'
    locals.problem = { status, message: locals.unsent ? tellWaiting(status, message) : message, address }
    const page = await context.rewrite(new Request(new URL('/problem', url), { headers: { cookie: '' } }))
    for (const [name, value] of Object.entries(retryHeaders(error))) page.headers.set(name, value)
    return page
  }
})

/** Whether the same form may be taken later: somebody is signed out, or something does not work at the moment. */
function mayBeSentAgain(status: number): boolean {
  return [401, 424, 429].includes(status) || (status >= 500 && status !== 501)
}

/** What happened to a form whose page could not be made, and what to do. */
function tellWaiting(status: number, message: string): string {
  return status === 401
    ? 'What you typed is kept on this page. Sign in in a new tab, come back to this one and send it again.'
    : `${message} What you typed is kept on this page.`
}

/** When trying again makes sense (RFC 9110 §10.2.3). */
function retryHeaders(error: unknown): Record<string, string> {
  const { retryAfter } = error instanceof AppError ? error : {}
  return retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
}

/** The page somebody was on: this one, or the one whose form they sent. /sign-in takes paths of ours only. */
function pageOf(request: Request): string {
  const referrer = request.headers.get('referer')
  const page = request.method === 'GET' ? request.url : referrer && URL.canParse(referrer) ? referrer : undefined
  if (page === undefined) return '/'
  const { pathname, search } = new URL(page)
  return pathname + search
}
