// Posts what somebody wrote. Sent twice, or sent again after the person's server died half way, it is there once.
import { forgetPostedDrafts, keepWritingLanguages, noteDraftPosted } from '#db/queries/drafts.ts'
import type { Composition, DraftProblem } from '#types/draft.ts'
import type { Viewer } from '#types/viewer.ts'
import { buildPosts } from '../atproto/build-post.ts'
import { checkDraft } from '../atproto/check-draft.ts'
import { createTid } from '../atproto/create-tid.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { actorHref } from '../atproto/to-actor.ts'
import { findRecords, writeRecords } from '../atproto/write-records.ts'
import type { WebContext } from '../context.ts'
import { dropUploads, uploadsOf } from './drop-uploads.ts'
import { syncSoon } from './sync-drafts.ts'

/** How long what was posted is remembered, so that a form sent again is answered as the first time, in ms. */
const memory = 7 * 24 * 60 * 60_000

/** `href` is the address of its thread here, `nextRkey` a key for the form's next post. */
export type Posted = { uri: string; cid: string; href: string; nextRkey: string }
export type PostOutcome = Posted | { problems: DraftProblem[] }

/**
 * Writes the posts of a draft that is kept already, and their gates, in one commit (com.atproto.repo.applyWrites).
 * @returns what is wrong with the draft where something is; then nothing has been written
 * @throws AppError 404 or 403 for what it answers or quotes, others as upstream answers
 */
export function postDraft(ctx: WebContext, viewer: Viewer, composition: Composition): Promise<PostOutcome> {
  const { content, id } = composition
  const problems = checkDraft(content)
  if (problems.length > 0) return Promise.resolve({ problems })
  const rkeys = content.posts.map(({ rkey }) => rkey)
  return ctx.acts.inTurn(`${viewer.did} post ${rkeys[0]}`, async () => {
    const agent = await openAgent(ctx, viewer)
    const known = await findRecords(agent, 'app.bsky.feed.post', rkeys)
    if (rkeys.some((rkey) => !known.has(rkey))) {
      const records = await buildPosts(ctx, agent, composition, { viewer, known, now: ctx.now() })
      const written = await writeRecords(agent, records)
      for (const [rkey, ref] of written) known.set(rkey, ref)
    }
    await noteDraftPosted(ctx.main, viewer.userId, id, ctx.now())
    syncSoon(ctx, viewer)
    await dropUploads(ctx, viewer.userId, uploadsOf(content))
    await keepWritingLanguages(ctx.main, viewer.userId, content.langs)
    await forgetPostedDrafts(ctx.main, viewer.userId, ctx.now() - memory)
    const [rkey = ''] = rkeys
    const first = known.get(rkey) ?? { uri: '', cid: '' }
    return { ...first, href: `${actorHref(viewer.did, viewer.handle)}/post/${rkey}`, nextRkey: createTid(ctx.now()) }
  })
}
