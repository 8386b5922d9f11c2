// Puts somebody on one of the viewer's lists, or takes them off it; and the same for several lists at once.
import type { OwnList } from '#types/own-list.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import type { WebContext } from '../context.ts'
import { findAccounts } from '../reads/find-accounts.ts'
import { openListStore, storeTurn } from './list-store.ts'

/** @throws AppError 400 when the form names nobody */
export function needDid(text: string): string {
  if (!/^did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}$/.test(text)) throw new AppError(400, 'This form names nobody.')
  return text
}

/**
 * Idempotent.
 * @throws AppError 404 when there is no such account to add, others as the person's server answers
 */
export function changeMember(
  ctx: WebContext,
  viewer: Viewer,
  list: OwnList,
  { did, isOn }: { did: string; isOn: boolean },
): Promise<{ isOn: boolean }> {
  return ctx.acts.inTurn(storeTurn(viewer), async () => {
    const store = await openListStore(ctx, viewer, list)
    if (store.members.has(did) === isOn) return { isOn }
    if (isOn && !(await findAccounts(ctx, viewer, [did])).has(did))
      throw new AppError(404, 'There is no such account any more.')
    await (isOn ? store.add([did]) : store.remove([did]))
    return { isOn }
  })
}
