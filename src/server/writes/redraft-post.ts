// Takes a post back and makes a draft of it, to be written again.
import { findDraft } from '#db/queries/drafts.ts'
import type { Composition, DraftCard, DraftMedia, DraftPost } from '#types/draft.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { createTid, isTid } from '../atproto/create-tid.ts'
import { findLinkedRecord } from '../atproto/find-linked-record.ts'
import { readPostGates } from '../atproto/gate-rules.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { findOwnRecord } from '../atproto/own-records.ts'
import { readWritten, type WrittenCard, type WrittenFile, type WrittenPost } from '../atproto/read-written.ts'
import { findGate } from '../atproto/reply-gate.ts'
import type { WebContext } from '../context.ts'
import { deletePost } from './delete-post.ts'
import { draftPath } from './draft.ts'
import { draftLimits } from './draft-content.ts'
import { dropUploads } from './drop-uploads.ts'
import { keepBlob } from './keep-blob.ts'
import { keepDraft } from './keep-draft.ts'

/** Keys that the form of a redraft carries, so that sent twice it makes one draft: of the draft, and of its post. */
export function makeRedraftKeys(ctx: WebContext): { draft: string; rkey: string } {
  return { draft: createTid(ctx.now()), rkey: createTid(ctx.now()) }
}

/** Whether all of the viewer's post can be written again; true for what is not theirs, which they cannot delete. */
export async function isWholeRedraft(ctx: WebContext, viewer: Viewer, uri: string): Promise<boolean> {
  if (!uri.startsWith(`at://${viewer.did}/`)) return true
  return (await readPost(ctx, viewer, uri))?.isWhole ?? true
}

/**
 * Keeps what the post `uri` says and carries as a draft, and only then deletes it. Files are fetched first: a server
 * forgets those of a post with the post.
 * @returns the address of the draft
 * @throws AppError 403 when the post is somebody else's, 400 for keys that no form of ours makes, 502 when a file does
 * not come, 413 when there is no room for it, others as the person's server answers
 */
export async function redraftPost(
  ctx: WebContext,
  viewer: Viewer,
  { uri, draft, rkey }: { uri: string; draft: string; rkey: string },
): Promise<string> {
  if (!isTid(draft) || !isTid(rkey)) throw new AppError(400, 'This form cannot be read. Open it again.')
  if (!uri.startsWith(`at://${viewer.did}/`)) throw new AppError(403, 'Only the author of a post can delete it.')
  return ctx.acts.inTurn(`${viewer.did} redraft ${uri}`, async () => {
    const written = await readPost(ctx, viewer, uri)
    if (written) {
      // Kept already when an earlier try got no further.
      if (!(await findDraft(ctx.main, viewer.userId, draft))) await keep(ctx, viewer, { uri, draft, rkey, written })
      await deletePost(ctx, viewer, uri)
    }
    return draftPath(draft)
  })
}

/** As the viewer's own server has it; undefined when it is gone. */
async function readPost(ctx: WebContext, viewer: Viewer, uri: string): Promise<WrittenPost | undefined> {
  const agent = await openAgent(ctx, viewer)
  const record = await findOwnRecord(agent, 'app.bsky.feed.post', uri.split('/').at(-1) ?? '')
  return record && readWritten(viewer.did, record.value)
}

type Kept = { uri: string; draft: string; rkey: string; written: WrittenPost }

async function keep(ctx: WebContext, viewer: Viewer, { uri, draft, rkey, written }: Kept): Promise<void> {
  const { text, labels, quote, langs, reply } = written
  const agent = await openAgent(ctx, viewer)
  const [thread, quotes] = await Promise.all([findGate(agent, 'threadgate', uri), findGate(agent, 'postgate', uri)])
  const { canReply, canQuote } = readPostGates(thread, quotes)
  const rule = canReply === 'anyone' ? canReply : { ...canReply, lists: canReply.lists.slice(0, draftLimits.lists) }
  const taken: string[] = []
  const take = async (cid: string, use?: 'thumb') => {
    const { id } = await keepBlob(ctx, viewer, cid, use)
    taken.push(id)
    return id
  }
  try {
    const media = await takeFiles(written.files, take)
    const card = written.card && (await takeCard(ctx, viewer, written.card, take))
    const post: DraftPost = { rkey, text, media, labels, ...(quote ? { quote } : {}), ...(card ? { card } : {}) }
    const composition: Composition = {
      ...{ id: draft, version: 0, reply },
      content: { posts: [post], langs, canReply: reply ? 'anyone' : rule, canQuote },
    }
    await keepDraft(ctx, viewer.userId, composition)
  } catch (error) {
    await dropUploads(ctx, viewer.userId, taken)
    throw error
  }
}

type Take = (cid: string, use?: 'thumb') => Promise<string>

/** One after the other: all of them are in nobody's memory at once. */
async function takeFiles(files: WrittenFile[], take: Take): Promise<DraftMedia[]> {
  const media: DraftMedia[] = []
  for (const { kind, cid, alt, captions } of files) {
    const upload = await take(cid)
    const words: NonNullable<DraftMedia['captions']> = []
    for (const one of captions) words.push({ upload: await take(one.cid), lang: one.lang })
    media.push({ upload, kind, alt, ...(words.length > 0 ? { captions: words } : {}) })
  }
  return media
}

/** What stands for a feed or a list has the name that it has now. */
async function takeCard(ctx: WebContext, viewer: Viewer, card: WrittenCard, take: Take): Promise<DraftCard> {
  const { url, title, description, record, thumb } = card
  if (!record) return { url, title, description, ...(thumb ? { thumb: await take(thumb, 'thumb') } : {}) }
  const linked = await findLinkedRecord(ctx, viewer, new URL(url))
  return { url, title: linked?.title ?? new URL(url).pathname.slice(1), description, record }
}
