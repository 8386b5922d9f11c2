// Asking for a list's people and posts, once for everybody who is signed out.
import type { Timeline } from '#types/timeline.ts'
import type { Viewer } from '#types/viewer.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { toPeople } from '../atproto/to-person.ts'
import { toSlices } from '../atproto/to-slices.ts'
import type { WebContext } from '../context.ts'
import type { openLens } from './open-lens.ts'

type Opened = Awaited<ReturnType<typeof openLens>>
type Asker = { ctx: WebContext; viewer: Viewer | undefined } & Opened

const peopleLimit = 50
const postLimit = 30
/** How long a public page of people is good, in ms. */
const peopleTtl = 60_000
/** How long a public page of posts is good, in ms. */
const postsTtl = 15_000

/** The list `uri` as upstream describes it, and a page of its people (app.bsky.graph.getList). */
export async function askList({ ctx, viewer, agent, lens }: Asker, uri: string, cursor: string | undefined) {
  const ask = async () =>
    (await askUpstream(agent.app.bsky.graph.getList({ list: uri, limit: peopleLimit, cursor }))).data
  const data = await (viewer ? ask() : ctx.memory.recall(`list ${uri} ${cursor ?? ''}`, peopleTtl, ask))
  const items: { subject?: unknown }[] = Array.isArray(data.items) ? data.items : []
  const people = toPeople(
    items.map((item) => item?.subject),
    lens,
  )
  return { view: data.list, people: { ...people, cursor: items.length > 0 ? data.cursor : undefined } }
}

/** A page of what the people of the list `uri` posted (app.bsky.feed.getListFeed). */
export async function askListPosts(
  { ctx, viewer, agent, lens }: Asker,
  uri: string,
  cursor: string | undefined,
): Promise<Timeline> {
  const ask = async () =>
    (await askUpstream(agent.app.bsky.feed.getListFeed({ list: uri, limit: postLimit, cursor }))).data
  const data = await (viewer ? ask() : ctx.memory.recall(`list posts ${uri} ${cursor ?? ''}`, postsTtl, ask))
  const slices = toSlices(data.feed, lens, { context: 'line' })
  return { slices, cursor: data.feed.length > 0 ? data.cursor : undefined }
}
