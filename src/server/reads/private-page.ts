// The page of a private list: what it is, its posts or its people. Nobody but its owner gets this far.
import type { Members } from '#types/members.ts'
import type { OwnList } from '#types/own-list.ts'
import type { Viewer } from '#types/viewer.ts'
import type { WebContext } from '../context.ts'
import type { ListTab } from './list-page.ts'
import { findOwnList } from './own-list.ts'
import { readOwnMembers } from './own-members.ts'
import { type PrivateTimeline, readPrivateTimeline } from './private-timeline.ts'

const limit = 30

export type PrivatePage = { list: OwnList; posts?: PrivateTimeline | undefined; members?: Members | undefined }

/** @throws AppError 404 when the viewer has no such list, others as upstream answers */
export async function readPrivatePage(
  ctx: WebContext,
  viewer: Viewer,
  { key, tab, cursor }: { key: string; tab: ListTab; cursor: string | undefined },
): Promise<PrivatePage> {
  const list = await findOwnList(ctx, viewer, key)
  if (list.uri !== undefined) return { list }
  if (tab === 'people') return { list, members: await readOwnMembers(ctx, viewer, list, cursor) }
  return { list, posts: await readPrivateTimeline(ctx, viewer, list, { limit, cursor }) }
}
