// Everything the page to write on shows around what is written.
import { countDrafts, findDraft, listDrafts } from '#db/queries/drafts.ts'
import { findScheduledPost, listScheduledDrafts } from '#db/queries/scheduled-posts.ts'
import type { Composer } from '#types/composer.ts'
import type { Composition, DraftProblem, DraftSummary, Gates } from '#types/draft.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { interactionSettings, readGates } from '../atproto/build-gates.ts'
import { actorHref } from '../atproto/to-actor.ts'
import { toAll } from '../atproto/to-network-feed.ts'
import { toNetworkList } from '../atproto/to-network-list.ts'
import { readPreferences } from '../atproto/update-preferences.ts'
import type { WebContext } from '../context.ts'
import { describeTime } from '../schedule/describe-time.ts'
import { sealDraft } from '../writes/draft-seal.ts'
import { uploadsOf } from '../writes/drop-uploads.ts'
import { toComposition } from '../writes/keep-draft.ts'
import { openLens } from './open-lens.ts'
import { readSubjects } from './subjects.ts'
import { describeUnknown, findUnknownMentions } from './unknown-mentions.ts'
import { readUploadStates } from './upload-state.ts'

/** How many drafts stand beside the form. */
const fewDrafts = 5

/** `told` is what the author need not be told again. */
type Said = { problems?: DraftProblem[]; notice?: string | undefined; told?: string[] | undefined; isWhoOpen?: boolean }

/** The page; while upstream does not answer it has no lists and no posts to look at, and the form still works. */
export async function readComposer(
  ctx: WebContext,
  viewer: Viewer,
  composition: Composition,
  { problems = [], notice, told, isWhoOpen = false }: Said = {},
): Promise<Composer> {
  const [{ reply, quotes }, uploads, lists, drafts, draftCount, unknown, scheduled] = await Promise.all([
    readSubjects(ctx, viewer, composition),
    readUploadStates(ctx, viewer, uploadsOf(composition.content)),
    composition.reply ? [] : readLists(ctx, viewer),
    readDrafts(ctx, viewer, fewDrafts),
    countDrafts(ctx.main, viewer.userId),
    findUnknownMentions(ctx, viewer, composition.content),
    findScheduledPost(ctx.main, viewer.userId, composition.id),
  ])
  const seal = sealDraft(ctx.config, viewer.userId, composition.id)
  const notes = unknown.map((one) => ({ rkey: one.rkey, message: describeUnknown(one) }))
  const plain = (told ?? unknown.map(({ handle }) => handle)).join(' ')
  return {
    composition,
    seal,
    reply,
    quotes,
    uploads,
    lists,
    drafts,
    draftCount,
    problems,
    notes,
    plain,
    notice,
    isWhoOpen,
    schedule: describeSchedule(scheduled),
  }
}

/** A draft of the viewer's, or the address of the thread that it has become. @throws AppError 404 */
export async function readDraft(
  ctx: WebContext,
  viewer: Viewer,
  id: string,
): Promise<{ composition: Composition } | { posted: string }> {
  const row = await findDraft(ctx.main, viewer.userId, id)
  const composition = row && toComposition(row)
  if (!composition) throw new AppError(404, 'There is no such draft of yours here. It may have been deleted.')
  const href = `${actorHref(viewer.did, viewer.handle)}/post/${composition.content.posts[0]?.rkey}`
  return row.postedAt === null ? { composition } : { posted: href }
}

/** The newest of the viewer's drafts. */
export async function readDrafts(ctx: WebContext, viewer: Viewer, limit: number): Promise<DraftSummary[]> {
  const rows = await listDrafts(ctx.main, viewer.userId, limit)
  const scheduled = await listScheduledDrafts(ctx.main, viewer.userId)
  return rows.flatMap((row) => {
    const composition = toComposition(row)
    return composition ? [{ ...summarize(composition), schedule: describeSchedule(scheduled.get(row.id)) }] : []
  })
}

type Schedule = { postAt: number; timeZone: string; state: string } | undefined

function describeSchedule(schedule: Schedule): string | undefined {
  if (!schedule) return undefined
  if (schedule.state === 'failed') return 'Scheduled, and could not be posted'
  return `To be posted on ${describeTime(schedule.postAt, schedule.timeZone)}`
}

/** Who can answer and quote a new post, as the person has chosen for all (postInteractionSettingsPref). */
export async function readDefaultGates(ctx: WebContext, viewer: Viewer): Promise<Gates> {
  const preferences = await readPreferences(ctx, viewer).catch(orNothing)
  return readGates(preferences?.findLast(({ $type }) => $type === interactionSettings))
}

async function readLists(ctx: WebContext, viewer: Viewer): Promise<Composer['lists']> {
  const open = await openLens(ctx, viewer).catch(orNothing)
  if (!open) return []
  const question = open.agent.app.bsky.graph.getLists({ actor: viewer.did, limit: 100 })
  const answer = await askUpstream(question).catch(orNothing)
  const lists = toAll(answer?.data.lists ?? [], (view) => toNetworkList(view, open.lens))
  return lists.filter(({ purpose }) => purpose === 'curate').map(({ uri, title }) => ({ uri, title }))
}

/** Only that the person has to sign in again is worth more than the form. */
function orNothing(error: unknown): undefined {
  if (error instanceof AppError && error.status !== 401) return undefined
  throw error
}

/** How a draft stands in a list. */
export function summarize({ id, version, reply, content }: Composition): DraftSummary {
  const { posts, langs } = content
  const text = posts.map((post) => post.text.trim()).find((typed) => typed !== '') ?? ''
  const [line = ''] = text.split('\n')
  return {
    id,
    title: line.length > 80 ? `${line.slice(0, 79).replace(/\s+\S{0,20}$/, '')}…` : line,
    lang: langs[0],
    posts: posts.length,
    media: posts.reduce((sum, { media }) => sum + media.length, 0),
    isReply: reply !== undefined,
    updatedAt: version,
  }
}
