// What a sent composer does: whatever it says is kept first, then it is changed, or posted.
import type { Composition, DraftProblem, UnknownMention } from '#types/draft.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { interactionSettings, writeGates } from '../atproto/build-gates.ts'
import { checkDraft } from '../atproto/check-draft.ts'
import { createTid } from '../atproto/create-tid.ts'
import { changePreference, updatePreferences } from '../atproto/update-preferences.ts'
import { askToSignIn } from '../auth/ask-to-sign-in.ts'
import { wantsJson } from '../auth/wants-json.ts'
import type { WebContext } from '../context.ts'
import { describeUnknown, findUnknownMentions } from '../reads/unknown-mentions.ts'
import { answerForm } from './answer-form.ts'
import { changeDraft } from './change-draft.ts'
import { changeMedia, type MediaChange } from './change-media.ts'
import { checkReplyRule, readComposition } from './composition-form.ts'
import { composePath, draftPath, isBlank } from './draft.ts'
import { readDraftSeal, sealDraft } from './draft-seal.ts'
import { findDoubts } from './find-doubts.ts'
import { type KeptDraft, keepDraft } from './keep-draft.ts'
import { postDraft } from './post-draft.ts'
import { readSentForm, type SentForm } from './read-sent-form.ts'
import { syncSoon } from './sync-drafts.ts'

/** The page that comes back, with everything that was sent in it. */
export type ReturnedForm = {
  status: number
  composition: Composition
  problems: DraftProblem[]
  /** What its author need not be told again. */
  told: string[] | undefined
  /** Only some people can reply, and whom that means is not right yet. */
  isWhoOpen: boolean
}

const copied =
  'This was changed or posted in another window meanwhile. Both are kept: below is what you sent just now, as a draft of its own.'

/**
 * Answers a form of the composer. The field `do` says which button was pressed; without it the draft is posted.
 * @throws AppError 413, 400 and 415 for a form that is none of ours
 */
export async function answerComposer(
  ctx: WebContext,
  viewer: Viewer | undefined,
  request: Request,
): Promise<Response | ReturnedForm> {
  const form = await readSentForm(ctx.config, request)
  try {
    const composition = readComposition(ctx, form)
    if (!viewer) return await keepForLater(ctx, request, composition, form.get('seal'))
    return await act(ctx, viewer, { request, form, composition })
  } finally {
    await form.dispose()
  }
}

/** Signing in leads back to what was written: to the draft it is kept as, where the form was made for somebody. */
async function keepForLater(ctx: WebContext, request: Request, composition: Composition, seal: string) {
  const userId = readDraftSeal(ctx.config, composition.id, seal)
  if (userId === undefined || isBlank(composition)) return askToSignIn(request, composePath(composition))
  const kept = await keepDraft(ctx, userId, composition)
  if (!wantsJson(request)) return askToSignIn(request, draftPath(kept.id))
  return Response.json({ error: 'Sign in to post this.', ...describe(ctx, userId, kept) }, { status: 401 })
}

type Sent = { request: Request; form: SentForm; composition: Composition }

async function act(ctx: WebContext, viewer: Viewer, { request, form, composition }: Sent) {
  const press = form.get('do')
  const who = checkReplyRule(form)
  let kept: KeptDraft | undefined
  let unknown: UnknownMention[] = []
  let told: string[] | undefined
  const described = () => ({ ...describe(ctx, viewer.userId, kept), ...noteUnknown(unknown, told) })
  const comeBack = (status: number, problems: DraftProblem[]): Response | ReturnedForm =>
    wantsJson(request)
      ? Response.json({ error: problems[0]?.message, problems, ...described() }, { status })
      : { status, problems, composition: kept ?? composition, told, isWhoOpen: who.length > 0 }
  try {
    const change = changeDraft(composition.content, press, createTid(ctx.now()))
    const isAutosave = press === 'autosave'
    const before = change?.content ?? composition.content
    const media: MediaChange = isAutosave
      ? { content: before, problems: [] }
      : await changeMedia(ctx, viewer, before, { press, get: form.get, files: form.files })
    const changed = { ...composition, content: media.content }
    if (isAutosave && composition.version === 0 && isBlank(composition)) return Response.json({})
    kept = await keepDraft(ctx, viewer.userId, changed)
    if (form.get('asDefault') !== '' && who.length === 0) await keepDefaultGates(ctx, viewer, composition)
    if (press !== '') syncSoon(ctx, viewer)
    unknown = await findUnknownMentions(ctx, viewer, kept.content)
    if ((press === '' || press === 'schedule') && !kept.isCopy && !kept.isPosted) {
      if (who.length > 0) return comeBack(422, [...media.problems, ...who])
      const doubts = await findDoubts(ctx, viewer, kept, { unknown, told: form.get('plain') })
      told = doubts.told
      if (doubts.problems.length > 0) {
        return comeBack(422, [...media.problems, ...checkDraft(kept.content), ...doubts.problems])
      }
    }
    if (press !== '') {
      if (media.problems.length > 0) return comeBack(422, media.problems)
      const place = change?.place ?? media.place
      const to = press === 'schedule' ? `/scheduled/${kept.id}` : draftPath(kept.id, place)
      return answerForm(request, to, { ...described(), href: to })
    }
    if (kept.isCopy) return comeBack(409, [{ message: copied }])
    if (media.problems.length > 0) return comeBack(422, media.problems)
    const outcome = await postDraft(ctx, viewer, kept)
    if ('problems' in outcome) return comeBack(422, outcome.problems)
    return answerForm(request, outcome.href, { ...outcome, next: nextForm(ctx, viewer, outcome.nextRkey) })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.status === 401 && !wantsJson(request)) {
      return askToSignIn(request, kept ? draftPath(kept.id) : composePath(composition))
    }
    return comeBack(error.status, [{ message: error.message }])
  }
}

function describe(ctx: WebContext, userId: number, kept: KeptDraft | undefined) {
  if (!kept) return {}
  const { id, version, isCopy } = kept
  return { draft: id, version, isCopy, seal: sealDraft(ctx.config, userId, id), href: draftPath(id) }
}

/** Mentions of nobody as the form is told of them: beside which post, and which it need not be told of again. */
function noteUnknown(unknown: UnknownMention[], told = unknown.map(({ handle }) => handle)) {
  const notes = unknown.map((one) => ({ rkey: one.rkey, message: describeUnknown(one) }))
  return { notes, plain: told.join(' ') }
}

/** What a form that stays on the page is for after this post. */
function nextForm(ctx: WebContext, viewer: Viewer, rkey: string) {
  const draft = createTid(ctx.now())
  return { draft, rkey, version: 0, plain: '', seal: sealDraft(ctx.config, viewer.userId, draft) }
}

async function keepDefaultGates(ctx: WebContext, viewer: Viewer, { content }: Composition): Promise<void> {
  await updatePreferences(ctx, viewer, (preferences) =>
    changePreference(preferences, interactionSettings, (known) => writeGates(known, content)),
  )
}
