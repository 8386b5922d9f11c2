// Posts a draft whose time has come, once, and notes what became of it.
import { findDraft } from '#db/queries/drafts.ts'
import { claimPost, type ScheduledRow, settlePost } from '#db/queries/scheduled-posts.ts'
import { findLastSession } from '#db/queries/sessions.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { tellBrowsers } from '../push/tell-browsers.ts'
import { startReading } from '../reading.ts'
import { toComposition } from '../writes/keep-draft.ts'
import type { PostOutcome } from '../writes/post-draft.ts'
import { postDraft } from '../writes/post-draft.ts'

/** How long a claim holds: longer than a post takes, in ms. */
const claim = 2 * 60_000
/** After a failure that may pass: how often it is tried again, and the pauses between (ms). */
const tries = 10
const pauseAfter = (attempts: number) => Math.min(5 * 60_000, 10_000 * 2 ** attempts)

const signIn = 'Nobody is signed in here as the author any more. Sign in, then post it.'

/**
 * Posts the draft of `row` if nobody else is about to. The keys of a draft's posts were made when it was written, so that
 * one that was posted just before this process died is found and not posted again.
 */
export async function postScheduled(ctx: WebContext, row: ScheduledRow): Promise<void> {
  const now = ctx.now()
  if (!(await claimPost(ctx.main, row, now, now + claim))) return
  try {
    const outcome = await ctx.readings.run(startReading('POST', now, 0), () => attempt(ctx, row))
    if ('problems' in outcome) await fail(ctx, row, outcome.problems[0]?.message ?? 'It cannot be posted as it is.')
    else await settlePost(ctx.main, row, { state: 'posted', failure: null })
  } catch (error) {
    const isExpected = error instanceof AppError
    if (!isExpected) ctx.log.error({ err: error, userId: row.userId }, 'scheduled post not posted')
    const message = isExpected ? error.message : 'Something went wrong here while it was posted.'
    if (!isExpected || mayPass(error)) await postpone(ctx, row, message)
    else await fail(ctx, row, error.status === 401 ? signIn : message)
  }
}

async function attempt(ctx: WebContext, { userId, draftId }: ScheduledRow): Promise<PostOutcome | { isPosted: true }> {
  const draft = await findDraft(ctx.main, userId, draftId)
  if (draft && draft.postedAt !== null) return { isPosted: true }
  const composition = draft && toComposition(draft)
  if (!composition) throw new AppError(410, 'The draft cannot be read any more.')
  const viewer = await findLastSession(ctx.main, userId, ctx.now())
  if (!viewer) throw new AppError(401, signIn)
  return postDraft(ctx, viewer, composition)
}

/** Servers that are down, busy or slow are asked again. */
function mayPass({ status }: AppError): boolean {
  return status >= 500 || status === 424 || status === 429 || status === 408
}

async function postpone(ctx: WebContext, row: ScheduledRow, message: string): Promise<void> {
  const attempts = row.attempts + 1
  if (attempts >= tries) return fail(ctx, row, message)
  await settlePost(ctx.main, row, { attempts, failure: message, tryAt: ctx.now() + pauseAfter(attempts) })
}

/** It waits for its author, whose browsers are told. */
async function fail(ctx: WebContext, row: ScheduledRow, failure: string): Promise<void> {
  await settlePost(ctx.main, row, { state: 'failed', failure })
  const tag = `scheduled ${row.draftId}`
  const message = { title: 'A scheduled post was not posted', body: failure, url: '/scheduled', tag, at: ctx.now() }
  await tellBrowsers(ctx, row.userId, message, { tries: 1 })
}
