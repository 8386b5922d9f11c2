// Keeps what somebody writes. Of two windows none overwrites what the other has written: the later one becomes a copy.
import { isDeepStrictEqual } from 'node:util'
import { countDrafts, type DraftRow, findDraft, insertDraft, updateDraft } from '#db/queries/drafts.ts'
import type { Composition, DraftContent } from '#types/draft.ts'
import { AppError } from '../app-error.ts'
import { createTid } from '../atproto/create-tid.ts'
import type { WebContext } from '../context.ts'
import { draftContent } from './draft-content.ts'

const mostDrafts = 1000

export type KeptDraft = Composition & {
  /** What stood there before is kept as well: this one has another id, and keys of its own. */
  isCopy: boolean
  /** It was posted, just so. */
  isPosted: boolean
}

/**
 * Keeps it as a draft of the person's, if its version is the one they have seen; what is kept already is not written
 * again.
 * @throws AppError 422 when they have too many
 */
export async function keepDraft(ctx: WebContext, userId: number, written: Composition): Promise<KeptDraft> {
  const known = await findDraft(ctx.main, userId, written.id)
  if (!known) return create(ctx, userId, written, false)
  const isSame = isDeepStrictEqual(toPlain(known.content), toPlain(written.content))
  const isPosted = known.postedAt !== null
  if (isSame && (known.replyUri ?? undefined) === written.reply) {
    return { ...written, version: known.updatedAt, isCopy: false, isPosted }
  }
  const updatedAt = Math.max(ctx.now(), known.updatedAt + 1)
  const row = { content: written.content, replyUri: written.reply ?? null, updatedAt }
  const isKept = await updateDraft(ctx.main, { userId, id: written.id, version: written.version }, row)
  if (isKept) return { ...written, version: updatedAt, isCopy: false, isPosted: false }
  // Sent twice at the same moment: the second looks again at what the first has made of it.
  if (written.version === known.updatedAt && !isPosted) return keepDraft(ctx, userId, written)
  return create(ctx, userId, copyOf(ctx, written), true)
}

/** What a row holds; undefined when it can no longer be read. */
export function toComposition(row: DraftRow): Composition | undefined {
  const { success, data } = draftContent.safeParse(row.content)
  return success ? { id: row.id, version: row.updatedAt, reply: row.replyUri ?? undefined, content: data } : undefined
}

async function create(ctx: WebContext, userId: number, written: Composition, isCopy: boolean): Promise<KeptDraft> {
  if ((await countDrafts(ctx.main, userId)) >= mostDrafts) {
    throw new AppError(422, `You have ${mostDrafts} drafts, and there is no room for another. Delete some first.`)
  }
  const { id, content, reply } = written
  const now = ctx.now()
  const row = { userId, id, content, replyUri: reply ?? null, createdAt: now, updatedAt: now, postedAt: null }
  // Sent twice at the same moment: the second finds the first.
  if (!(await insertDraft(ctx.main, row))) return keepDraft(ctx, userId, written)
  return { ...written, version: now, isCopy, isPosted: false }
}

/** The same under keys of its own: posted beside the other, it is another thread. */
function copyOf(ctx: WebContext, { reply, content }: Composition): Composition {
  const posts = content.posts.map((post) => ({ ...post, rkey: createTid(ctx.now()) }))
  return { id: createTid(ctx.now()), version: 0, reply, content: { ...content, posts } }
}

/** As it comes back from the database. */
function toPlain(content: unknown): unknown {
  return JSON.parse(JSON.stringify(content as DraftContent))
}
