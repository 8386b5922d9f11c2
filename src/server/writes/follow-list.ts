// Mutes or blocks everybody on a moderation list, or stops doing so.
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { openAgent } from '../atproto/open-agent.ts'
import { findOwnRecord } from '../atproto/own-records.ts'
import type { WebContext } from '../context.ts'
import { listCollection } from '../reads/own-list.ts'

const collection = 'app.bsky.graph.listblock'

export type ListAct = 'mute' | 'unmute' | 'block' | 'unblock'

/** What a form asks for. @throws AppError 400 when it is nothing known */
export function needListAct(act: string): ListAct {
  if (act === 'mute' || act === 'unmute' || act === 'block' || act === 'unblock') return act
  throw new AppError(400, 'This form says nothing.')
}

/**
 * Idempotent (app.bsky.graph.muteActorList, unmuteActorList; a record app.bsky.graph.listblock).
 * @throws AppError 404 when the list is gone, 422 when it is not for this, others as upstream answers
 */
export async function followList(
  ctx: WebContext,
  viewer: Viewer,
  uri: string,
  act: ListAct,
): Promise<{ isOn: boolean }> {
  const { did } = viewer
  const isOn = act === 'mute' || act === 'block'
  const kind = act === 'mute' || act === 'unmute' ? 'list-mute' : 'list-block'
  await ctx.acts.inTurn(`${did} ${kind} ${uri}`, async () => {
    const agent = await openAgent(ctx, viewer)
    if (kind === 'list-mute') {
      if (isOn) await requireList(ctx, viewer, uri)
      const { muteActorList, unmuteActorList } = agent.app.bsky.graph
      await askUpstream(
        isOn
          ? muteActorList.call(agent.app.bsky.graph, { list: uri })
          : unmuteActorList.call(agent.app.bsky.graph, { list: uri }),
      )
      ctx.acts.note(did, kind, uri, isOn ? uri : null)
      return
    }
    const own = ctx.acts.recall(did, kind, uri)
    const record = own === undefined ? await requireList(ctx, viewer, uri) : own
    if (isOn && record === null) {
      const createdAt = new Date(ctx.now()).toISOString()
      const body = { $type: collection, subject: uri, createdAt }
      const { data } = await askUpstream(agent.com.atproto.repo.createRecord({ repo: did, collection, record: body }))
      ctx.acts.note(did, kind, uri, data.uri)
    } else if (!isOn && record !== null) {
      const rkey = record.split('/').at(-1) ?? ''
      await askUpstream(agent.com.atproto.repo.deleteRecord({ repo: did, collection, rkey }))
      ctx.acts.note(did, kind, uri, null)
    }
  })
  return { isOn }
}

/** The viewer's block by the list, `null` when there is none. */
async function requireList(ctx: WebContext, viewer: Viewer, list: string): Promise<string | null> {
  const agent = await openAgent(ctx, viewer)
  const view = await askUpstream(agent.app.bsky.graph.getList({ list, limit: 1 })).catch((cause: unknown) => {
    if (!(cause instanceof AppError) || cause.status !== 404) throw cause
  })
  const known = view?.data.list ?? (await findUnheard(ctx, viewer, list))
  if (!known) throw new AppError(404, 'This list is gone.')
  if (known.purpose !== 'app.bsky.graph.defs#modlist')
    throw new AppError(422, 'Only moderation lists can be muted or blocked as a whole.')
  return view?.data.list.viewer?.blocked ?? null
}

/** An own list that was made a moment ago: the AppView has not heard of it yet. */
async function findUnheard(ctx: WebContext, viewer: Viewer, list: string): Promise<{ purpose: unknown } | undefined> {
  if (!list.startsWith(`at://${viewer.did}/`)) return undefined
  const agent = await openAgent(ctx, viewer)
  const record = await findOwnRecord(agent, listCollection, list.split('/').at(-1) ?? '')
  return record && { purpose: record.value.purpose }
}
