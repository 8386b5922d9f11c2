// What somebody is told once before something is posted: then the same form sent again posts it.
import type { Composition, DraftProblem, UnknownMention } from '#types/draft.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import { hasPostedTwin } from '../reads/posted-twin.ts'
import { describeUnknown } from '../reads/unknown-mentions.ts'

/** Stands among the handles of the field `plain` when it was said that this has been posted already. */
const twice = 'twice'

/**
 * @param told what the form's author has been told: the field `plain`
 * @returns what there is to say, and what has been told with it
 * @throws AppError as upstream answers
 */
export async function findDoubts(
  ctx: WebContext,
  viewer: Viewer,
  written: Composition,
  { unknown, told }: { unknown: UnknownMention[]; told: string },
): Promise<{ problems: DraftProblem[]; told: string[] }> {
  const known = told.split(' ')
  const mentions = unknown
    .filter(({ handle }) => !known.includes(handle))
    .map((one) => ({ rkey: one.rkey, message: `${describeUnknown(one)} Mend it, or send it again.` }))
  const isTwin = !known.includes(twice) && (await hasPostedTwin(ctx, viewer, written))
  const twin = isTwin ? [{ message: 'You posted just this a moment ago. Send it again to have it twice.' }] : []
  return {
    problems: [...twin, ...mentions],
    told: [...unknown.map(({ handle }) => handle), ...(isTwin || known.includes(twice) ? [twice] : [])],
  }
}
