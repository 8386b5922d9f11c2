// Gives a draft a time, takes it away, posts it at once.
import { findDraft } from '#db/queries/drafts.ts'
import { deleteScheduledPost, findScheduledPost, saveScheduledPost } from '#db/queries/scheduled-posts.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { checkDraft } from '../atproto/check-draft.ts'
import type { WebContext } from '../context.ts'
import { postScheduled } from '../schedule/post-scheduled.ts'
import { toLocal, toMoment } from '../schedule/zoned-time.ts'
import { toComposition } from './keep-draft.ts'
import { mergeOrRefuse, type Was } from './merge-form.ts'

const furthest = 366 * 24 * 3600_000

type Wanted = { local: string; timeZone: string; was: Was<{ when: string }> }

/**
 * Posts the draft when clocks in `timeZone` show `local`. Said again, it has the new time; what another window said
 * meanwhile stays where this one has changed nothing.
 * @throws AppError 422 for a time that is none, past or too far, or a draft that could not be posted; 404; 409 posted,
 * or given another time in another window meanwhile
 */
export async function scheduleDraft(
  ctx: WebContext,
  viewer: Viewer,
  draftId: string,
  { local, timeZone, was }: Wanted,
): Promise<void> {
  const row = await findDraft(ctx.main, viewer.userId, draftId)
  const composition = row && toComposition(row)
  if (!composition) throw new AppError(404, 'There is no such draft of yours here. It may have been deleted.')
  if (row.postedAt !== null) throw new AppError(409, 'This has been posted already.')
  const [problem] = checkDraft(composition.content)
  if (problem) throw new AppError(422, problem.message)
  const postAt = toMoment(local, timeZone)
  if (postAt === undefined) throw new AppError(422, 'Choose a day, a time and a time zone.')
  if (postAt <= ctx.now()) throw new AppError(422, 'This time has passed. Choose a later one, or post it now.')
  if (postAt - ctx.now() > furthest) throw new AppError(422, 'Choose a time within a year.')
  await ctx.acts.inTurn(`${viewer.userId} schedule ${draftId}`, async () => {
    const known = await findScheduledPost(ctx.main, viewer.userId, draftId)
    const when = describeWhen({ postAt, timeZone })
    const merged = mergeOrRefuse({ was, typed: { when }, now: { when: known ? describeWhen(known) : '' } })
    if (merged.when !== when) return
    await saveScheduledPost(ctx.main, { userId: viewer.userId, draftId, postAt, timeZone })
  })
}

/** A time as its form is made with it. */
function describeWhen({ postAt, timeZone }: { postAt: number; timeZone: string }): string {
  return `${toLocal(postAt, timeZone)} ${timeZone}`
}

/** The draft stays. One that is not scheduled is no mistake. */
export async function unscheduleDraft(ctx: WebContext, viewer: Viewer, draftId: string): Promise<void> {
  await deleteScheduledPost(ctx.main, viewer.userId, draftId)
}

/** Posts it at once, also after it failed; what becomes of it stands in the list. @throws AppError 404 */
export async function postNow(ctx: WebContext, viewer: Viewer, draftId: string): Promise<void> {
  const known = await findScheduledPost(ctx.main, viewer.userId, draftId)
  if (!known) throw new AppError(404, 'This is not scheduled any more.')
  if (known.state === 'posted') return
  const { userId, timeZone, postAt } = known
  if (known.state === 'failed') await saveScheduledPost(ctx.main, { userId, draftId, postAt, timeZone })
  const row = await findScheduledPost(ctx.main, userId, draftId)
  if (row) await postScheduled(ctx, row)
}
