// A page of the people on one of the viewer's own lists, as the list is now.
import { listPrivateMembers } from '#db/queries/private-lists.ts'
import type { Members } from '#types/members.ts'
import type { OwnList } from '#types/own-list.ts'
import type { Person } from '#types/person.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { readListItems } from '../atproto/list-items.ts'
import { toPerson } from '../atproto/to-person.ts'
import type { WebContext } from '../context.ts'
import { accountsAtOnce } from './find-accounts.ts'
import { openLens } from './open-lens.ts'
import { privateKey } from './own-list.ts'

const limit = 50

/** `at` orders and names a place: the newest has the largest. */
type Placed = { at: string; did: string }

/** @param cursor as `cursor` of the page before. @throws AppError as the viewer's server answers */
export async function readOwnMembers(
  ctx: WebContext,
  viewer: Viewer,
  list: OwnList,
  cursor: string | undefined,
): Promise<Members> {
  const all = await readPlaces(ctx, viewer, list)
  const rest = cursor === undefined ? all : all.filter(({ at }) => at < cursor)
  const page = rest.slice(0, limit)
  const people = await findPeople(
    ctx,
    viewer,
    page.map(({ did }) => did),
  )
  return {
    members: page.map(({ did }) => ({ did, person: people.get(did) })),
    cursor: rest.length > page.length ? page.at(-1)?.at : undefined,
  }
}

/** DIDs of everybody on it, the newest first, each once. */
export async function readMemberDids(ctx: WebContext, viewer: Viewer, list: OwnList): Promise<string[]> {
  return (await readPlaces(ctx, viewer, list)).map(({ did }) => did)
}

async function readPlaces(ctx: WebContext, viewer: Viewer, list: OwnList): Promise<Placed[]> {
  const key = privateKey(list.key)
  const places =
    key === undefined
      ? (await readListItems(ctx, viewer))
          .filter((item) => item.list === list.uri)
          .map(({ rkey, subject }) => ({ at: rkey, did: subject }))
      : (await listPrivateMembers(ctx.main, viewer.userId, key)).map(({ did, addedAt }) => ({
          at: `${String(addedAt).padStart(15, '0')} ${did}`,
          did,
        }))
  const seen = new Set<string>()
  return places
    .filter(({ did }) => !seen.has(did) && seen.add(did))
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
}

/** While upstream does not answer, people are DIDs that can still be taken off. */
async function findPeople(ctx: WebContext, viewer: Viewer, dids: string[]): Promise<Map<string, Person>> {
  const { agent, lens } = await openLens(ctx, viewer)
  const parts = Array.from({ length: Math.ceil(dids.length / accountsAtOnce) }, (_, at) =>
    dids.slice(at * accountsAtOnce, (at + 1) * accountsAtOnce),
  )
  const answers = await Promise.all(
    parts.map(async (actors) => {
      const answer = await askUpstream(agent.app.bsky.actor.getProfiles({ actors })).catch((error: unknown) => {
        if (error instanceof AppError && error.status !== 401) return undefined
        throw error
      })
      return answer?.data.profiles ?? []
    }),
  )
  const people = answers.flat().flatMap((view) => toPerson(view, lens) ?? [])
  return new Map(people.map((person) => [person.actor.did, person]))
}
