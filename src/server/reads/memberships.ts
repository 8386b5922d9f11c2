// On which of the viewer's own lists somebody is.
import { listPrivateKeysOf } from '#db/queries/private-lists.ts'
import type { OwnList } from '#types/own-list.ts'
import type { Person } from '#types/person.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { readListItems } from '../atproto/list-items.ts'
import { toPerson } from '../atproto/to-person.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'
import { readAllOwnLists } from './own-list.ts'

export type Membership = { list: OwnList; isOn: boolean }

/** @throws AppError 404 when there is nobody, 403 when the viewer may not see them, others as upstream answers */
export async function readMemberships(
  ctx: WebContext,
  viewer: Viewer,
  actor: string,
): Promise<{ person: Person; rows: Membership[] }> {
  const { agent, lens } = await openLens(ctx, viewer)
  const [{ data }, lists] = await Promise.all([
    askUpstream(agent.app.bsky.actor.getProfile({ actor })),
    readAllOwnLists(ctx, viewer),
  ])
  const person = toPerson(data, lens)
  if (!person) throw new AppError(403, 'This account is not shown to you.')
  const { did } = person.actor
  const [items, keys] = await Promise.all([readListItems(ctx, viewer), listPrivateKeysOf(ctx.main, viewer.userId, did)])
  const on = new Set([
    ...items.flatMap(({ list, subject }) => (subject === did ? [list] : [])),
    ...keys.map((key) => `p-${key}`),
  ])
  return { person, rows: lists.map((list) => ({ list, isOn: on.has(list.uri ?? list.key) })) }
}
