// The builder's form as it arrives: a press of one of its buttons, a look, or the wish to save.
import { type BuilderDraft, readBuilderFields } from '#feeds/builder-draft.ts'
import { changeBuilder } from '#feeds/change-builder.ts'
import { composeFeedForm, readFeedFields } from '#feeds/feed-form.ts'
import { fillBuilder, goBack, remember } from '#feeds/fill-builder.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { requireMaker } from '../auth/require-maker.ts'
import type { WebContext } from '../context.ts'
import { type BuilderPage, type BuilderState, checkDraft, readBuilderPage } from '../reads/feed-builder.ts'
import { requireOwnFeed } from '../reads/own-feeds.ts'
import { previewHours, usualWish } from '../reads/preview-feed.ts'
import { createFeed } from './create-feed.ts'
import { updateFeed } from './update-feed.ts'

export type BuilderAnswer =
  | { saved: { id: number; slug: string } }
  | { page: BuilderPage; status: number; focus: string }

const stale =
  'This feed was changed elsewhere since this page was opened. Save again to replace what is there: it stays among the versions.'

/**
 * Answers the form. Nothing that was typed is lost, whatever was pressed.
 * @throws AppError 415 when the body is no form, 404 when the feed is not the viewer's, 401
 */
export async function buildFeed(ctx: WebContext, viewer: Viewer, request: Request): Promise<BuilderAnswer> {
  requireMaker(viewer)
  const { state, press, chosen } = await readBuilderForm(request)
  if (state.feed) await requireOwnFeed(ctx, viewer, state.feed)
  if (press === 'save') return save(ctx, viewer, state)
  const { next, focus } = apply(state, press, chosen)
  return { page: await readBuilderPage(ctx, viewer, next), status: 200, focus }
}

async function readBuilderForm(request: Request) {
  const form = await request.formData().catch((cause) => {
    throw new AppError(415, 'This wants a form.', { cause })
  })
  const fields = [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
  const one = (name: string) => fields.find(([field]) => field === name)?.[1] ?? ''
  const feed = Number(one('feed'))
  const press = one('do')
  const state: BuilderState = {
    feed: Number.isSafeInteger(feed) && feed > 0 ? feed : 0,
    base: one('base').slice(0, 20),
    draft: press === 'form' ? fillFromForm(one) : readBuilderFields(fields),
    past: one('past'),
    wish: readWish(one),
  }
  return { state, press, chosen: one(`kind.${press.slice('add:'.length)}`) }
}

function readWish(one: (name: string) => string): BuilderState['wish'] {
  const wanted = one('try')
  const hours = previewHours.find((number) => wanted === `${number}h`) ?? usualWish.hours
  const what = wanted === 'samples' || wanted === 'post' ? wanted : 'window'
  return { with: what, hours, link: one('tryPost').slice(0, 1000) }
}

/** What the simple form says, right or wrong, to be gone on with. */
function fillFromForm(one: (name: string) => string): BuilderDraft {
  const values = readFeedFields({ get: one })
  return fillBuilder(values, composeFeedForm(values))
}

function apply(state: BuilderState, press: string, chosen: string): { next: BuilderState; focus: string } {
  if (press === 'undo') {
    const before = goBack(state.past)
    return { next: before ? { ...state, ...before } : state, focus: '' }
  }
  // A group is added where a condition is, by a button of its own.
  const [op, path] = press.split(':')
  const isGroup = op === 'nest'
  const { draft, focus } = changeBuilder(state.draft, isGroup ? `add:${path}` : press, isGroup ? 'any' : chosen)
  return { next: draft === state.draft ? state : keepPast(state, draft), focus }
}

/** `state` with `draft` in the place of its own, which can be gone back to. */
function keepPast(state: BuilderState, draft: BuilderDraft): BuilderState {
  return { ...state, draft, past: remember(state.past, state.draft) }
}

async function save(ctx: WebContext, viewer: Viewer, state: BuilderState): Promise<BuilderAnswer> {
  const { feed, base, draft } = state
  const checked = await checkDraft(ctx, viewer, draft, { isLook: false })
  const { definition } = checked
  const refuse = async (status: number, problem?: string) => {
    const page = await readBuilderPage(ctx, viewer, state, { checked, problem })
    return { page, status, focus: '' }
  }
  if (!definition) return refuse(checked.problem ? 502 : 422)
  const { title, description } = draft
  try {
    if (!feed) return { saved: await createFeed(ctx, viewer, { title, description, definition }) }
    const row = await requireOwnFeed(ctx, viewer, feed)
    if (base !== '' && base !== String(row.updatedAt)) {
      state.base = String(row.updatedAt)
      return refuse(
        409,
        'This feed was changed elsewhere since this page was opened. Save again to replace what is there.',
      )
    }
    await updateFeed(ctx, viewer, feed, { title, description, definition })
    return { saved: { id: feed, slug: row.slug } }
  } catch (error) {
    if (!(error instanceof AppError) || error.status === 404 || error.status === 401) throw error
    const isStale = feed !== 0 && error.status === 409
    // The next time it replaces what is there, which is kept as a version.
    if (isStale) state.base = String((await requireOwnFeed(ctx, viewer, feed)).updatedAt)
    return refuse(error.status, isStale ? stale : error.message)
  }
}
