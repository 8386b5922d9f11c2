// What somebody has scheduled, and the form that schedules.
import { findPushRules } from '#db/queries/push.ts'
import { findLastZone, findScheduledPost, listScheduledPosts } from '#db/queries/scheduled-posts.ts'
import type { ScheduledPost, ScheduleForm } from '#types/scheduled.ts'
import type { Viewer } from '#types/viewer.ts'
import { checkDraft } from '../atproto/check-draft.ts'
import { actorHref } from '../atproto/to-actor.ts'
import type { WebContext } from '../context.ts'
import { describeTime } from '../schedule/describe-time.ts'
import { toLocal } from '../schedule/zoned-time.ts'
import { toComposition } from '../writes/keep-draft.ts'
import { readDraft, summarize } from './composer.ts'

const most = 500
/** What a form proposes: in an hour. */
const proposal = 3600_000

/** In the order of their time. */
export async function readScheduled(ctx: WebContext, viewer: Viewer): Promise<ScheduledPost[]> {
  const rows = await listScheduledPosts(ctx.main, viewer.userId, most)
  return rows.flatMap(({ scheduled, draft }): ScheduledPost[] => {
    const composition = toComposition(draft)
    if (!composition) return []
    const { postAt, timeZone, failure } = scheduled
    const isPosted = draft.postedAt !== null
    const href = `${actorHref(viewer.did, viewer.handle)}/post/${composition.content.posts[0]?.rkey}`
    return [
      {
        draft: summarize(composition),
        at: new Date(postAt).toISOString(),
        local: describeTime(postAt, timeZone),
        timeZone,
        state: isPosted ? 'posted' : scheduled.state,
        ...(failure ? { failure } : {}),
        ...(isPosted ? { href } : {}),
      },
    ]
  })
}

/** The form for a draft of the viewer's, or the address of the thread that it has become. @throws AppError 404 */
export async function readScheduleForm(
  ctx: WebContext,
  viewer: Viewer,
  draftId: string,
): Promise<ScheduleForm | { posted: string }> {
  const draft = await readDraft(ctx, viewer, draftId)
  if ('posted' in draft) return draft
  const known = await findScheduledPost(ctx.main, viewer.userId, draftId)
  const timeZone = known?.timeZone ?? (await findZone(ctx, viewer))
  return {
    draft: summarize(draft.composition),
    at: toLocal(known?.postAt ?? ctx.now() + proposal, timeZone),
    timeZone,
    timeZones: ['UTC', ...Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC')],
    isScheduled: known !== undefined,
    problems: checkDraft(draft.composition.content),
  }
}

async function findZone(ctx: WebContext, { userId }: Viewer): Promise<string> {
  return (await findLastZone(ctx.main, userId)) ?? (await findPushRules(ctx.main, userId))?.timeZone ?? 'UTC'
}
