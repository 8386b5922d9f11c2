// A browser begins to be told, ends it, or wants to see whether it works.
import { deletePushSubscription, listPushSubscriptions, savePushSubscription } from '#db/queries/push.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { parsePushTarget, sealTarget } from '../push/push-target.ts'
import { tellBrowsers } from '../push/tell-browsers.ts'
import { keepWatchedAuthors } from './keep-watched-authors.ts'

/** Takes a PushSubscription for the session of `viewer`; sent again it takes the place of the one before. @throws AppError 400 */
export async function subscribeBrowser(ctx: WebContext, viewer: Viewer, given: unknown): Promise<void> {
  const target = parsePushTarget(given, ctx.config.allowPrivateNetwork)
  const { userId, sessionId } = viewer
  const row = { userId, sessionId, ...sealTarget(ctx.push.key, target), createdAt: ctx.now() }
  await savePushSubscription(ctx.main, row)
  // Asked for again within the hour when nobody answers now.
  await keepWatchedAuthors(ctx, viewer).catch((error) => {
    if (!(error instanceof AppError)) throw error
  })
}

/** Ends the browser `id`, or that of this session. One that is not there is no mistake. */
export async function unsubscribeBrowser(ctx: WebContext, viewer: Viewer, id: number | undefined): Promise<void> {
  const browsers = await listPushSubscriptions(ctx.main, viewer.userId, ctx.now())
  const wanted = browsers.filter((browser) =>
    id === undefined ? browser.sessionId === viewer.sessionId : browser.id === id,
  )
  for (const browser of wanted) await deletePushSubscription(ctx.main, viewer.userId, browser.id)
}

/**
 * Sends a message to this session's browser, whatever the hour.
 * @throws AppError 409 when it has not asked to be told, 502 with what its push service said
 */
export async function tryPush(ctx: WebContext, viewer: Viewer): Promise<void> {
  const message = {
    title: 'It works',
    body: `This is how SkyPanel tells you what happens to @${viewer.handle}.`,
    url: '/notifications',
    tag: 'test',
    at: ctx.now(),
  }
  const [result] = await tellBrowsers(ctx, viewer.userId, message, { sessionId: viewer.sessionId, tries: 1 })
  if (!result) throw new AppError(409, 'This browser has not asked to be told. Turn push messages on first.')
  if (result.outcome === 'gone') throw new AppError(409, 'This browser wants no messages any more. Turn them on again.')
  if (result.outcome !== 'taken') throw new AppError(502, `The message was not taken: ${result.why}.`)
}
