// One message to every browser of somebody; browsers that are gone are forgotten.
import { setTimeout as pause } from 'node:timers/promises'
import {
  deletePushSubscription,
  listPushSubscriptions,
  notePushResult,
  type PushSubscriptionRow,
} from '#db/queries/push.ts'
import type { WebContext } from '../context.ts'
import { openTarget } from './push-target.ts'
import type { PushMessage, PushResult } from './send-push.ts'

/** Pauses before a busy push service is asked again, in ms. */
const pauses = [1000, 5000, 20_000]
const longestPause = 60_000
/** A browser whose push service has refused everything for so long (ms) is not told any more. */
const patience = 14 * 24 * 3600_000

/**
 * Sends `message` to the browsers of `userId`, or to that of one session.
 * @param options.tries how often a busy push service is asked
 * @returns what became of it, browser by browser
 */
export async function tellBrowsers(
  ctx: WebContext,
  userId: number,
  message: PushMessage,
  { sessionId, tries = pauses.length + 1 }: { sessionId?: number; tries?: number } = {},
): Promise<PushResult[]> {
  const browsers = await listPushSubscriptions(ctx.main, userId, ctx.now())
  const wanted = browsers.filter((browser) => sessionId === undefined || browser.sessionId === sessionId)
  return Promise.all(wanted.map((browser) => tellBrowser(ctx, browser, message, tries)))
}

async function tellBrowser(
  ctx: WebContext,
  browser: PushSubscriptionRow,
  message: PushMessage,
  tries: number,
): Promise<PushResult> {
  const target = openTarget(ctx.push.key, browser)
  let result = await ctx.push.send(target, message)
  for (let attempt = 1; attempt < tries && result.outcome === 'busy'; attempt += 1) {
    await pause(Math.min(longestPause, result.retryAfter ?? pauses[attempt - 1] ?? longestPause))
    result = await ctx.push.send(target, message)
  }
  await note(ctx, browser, result)
  return result
}

async function note(ctx: WebContext, { id, userId, failingSince }: PushSubscriptionRow, result: PushResult) {
  const now = ctx.now()
  if (result.outcome === 'taken') return notePushResult(ctx.main, id, { sentAt: now, failingSince: null })
  if (result.outcome === 'gone') return deletePushSubscription(ctx.main, userId, id)
  ctx.log.info({ userId, why: result.why }, 'push message not delivered')
  if (failingSince !== null && now - failingSince > patience) return deletePushSubscription(ctx.main, userId, id)
  return notePushResult(ctx.main, id, { failingSince: failingSince ?? now })
}
