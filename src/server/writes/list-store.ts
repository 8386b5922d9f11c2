// Who is on one of the viewer's lists, wherever it is kept: read, added to, taken from.
import { addPrivateMembers, listPrivateMembers, removePrivateMembers } from '#db/queries/private-lists.ts'
import type { OwnList } from '#types/own-list.ts'
import type { Viewer } from '#types/viewer.ts'
import { readListItems, writeListItems, writesAtOnce } from '../atproto/list-items.ts'
import type { WebContext } from '../context.ts'
import { privateKey } from '../reads/own-list.ts'

export type ListStore = {
  /** DIDs of everybody on it. */
  members: Set<string>
  /** At most 200 who are not on it yet. @throws AppError as the person's server answers; then nobody was added */
  add(dids: string[]): Promise<void>
  /** At most 200 who are on it. */
  remove(dids: string[]): Promise<void>
}

/** As it is now. Call it where nobody else changes the list: within `ctx.acts.inTurn(storeTurn(viewer), …)`. */
export async function openListStore(ctx: WebContext, viewer: Viewer, list: OwnList): Promise<ListStore> {
  const key = privateKey(list.key)
  return key === undefined ? openNetworkStore(ctx, viewer, list.uri ?? '') : openPrivateStore(ctx, viewer, key)
}

/** Changes of one person's lists are done one after the other. */
export function storeTurn({ did }: Viewer): string {
  return `${did} list items`
}

async function openNetworkStore(ctx: WebContext, viewer: Viewer, list: string): Promise<ListStore> {
  const items = (await readListItems(ctx, viewer)).filter((item) => item.list === list)
  // Somebody may stand there twice, by another client.
  const keys = Map.groupBy(items, ({ subject }) => subject)
  return {
    members: new Set(keys.keys()),
    add: (dids) => writeListItems(ctx, viewer, { list, add: dids }),
    remove: async (dids) => {
      const all = dids.flatMap((did) => keys.get(did) ?? []).map(({ rkey }) => rkey)
      for (let at = 0; at < all.length; at += writesAtOnce) {
        await writeListItems(ctx, viewer, { list, remove: all.slice(at, at + writesAtOnce) })
      }
    },
  }
}

async function openPrivateStore(ctx: WebContext, { userId }: Viewer, key: string): Promise<ListStore> {
  const rows = await listPrivateMembers(ctx.main, userId, key)
  return {
    members: new Set(rows.map(({ did }) => did)),
    add: (dids) => addPrivateMembers(ctx.main, { userId, key, dids, now: ctx.now() }),
    remove: (dids) => removePrivateMembers(ctx.main, { userId, key, dids }),
  }
}
