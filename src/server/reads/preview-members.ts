// Who is in the lists, packs and follows of a feed that is being built: as far as this box knows them, or as upstream says.
import { findMemberSet, listSetMembers } from '#db/queries/member-sets.ts'
import { listPrivateMembers } from '#db/queries/private-lists.ts'
import type { Definition } from '#feeds/definition.ts'
import { listMemberKeys } from '#feeds/member-keys.ts'
import { isPersonal, readersKey } from '#feeds/personal.ts'
import type { Viewer } from '#types/viewer.ts'
import { AppError } from '../app-error.ts'
import { askUpstream } from '../atproto/ask-upstream.ts'
import { namedPeople } from '../backfill/plan-backfill.ts'
import type { WebContext } from '../context.ts'
import { openLens } from './open-lens.ts'

/** People of a set that is not followed yet are asked for in so many questions of 100. */
const mostQuestions = 3
const limit = 100
const membersTtl = 10 * 60_000

type Agent = Awaited<ReturnType<typeof openLens>>['agent']
export type PreviewMembers = {
  setsOf: (did: string) => string[]
  privateLists: Map<string, string[]>
  /** Everybody whom sources take from, as far as known; DIDs. */
  people: string[]
  /** Whether some set is known in part only, or not at all. */
  isPartial: boolean
}

export async function readPreviewMembers(
  ctx: WebContext,
  viewer: Viewer,
  definition: Definition,
  privateKeys: string[],
): Promise<PreviewMembers> {
  const own = isPersonal(definition) ? [`follows:${viewer.did}`] : []
  const keys = [...listMemberKeys(definition), ...own]
  const sets = new Map<string, string[]>()
  let isPartial = false
  const found = await Promise.all(keys.map(async (key) => ({ key, ...(await readSet(ctx, viewer, key)) })))
  for (const { key, dids, isWhole } of found) {
    if (!isWhole) isPartial = true
    const names = own.includes(key) ? [key, readersKey] : [key]
    for (const did of dids) sets.set(did, [...(sets.get(did) ?? []), ...names])
  }
  const named = JSON.stringify(definition)
  const lists = await Promise.all(
    privateKeys
      .filter((key) => named.includes(`"${key}"`))
      .map(async (key): Promise<[string, string[]]> => {
        return [key, (await listPrivateMembers(ctx.main, viewer.userId, key)).map(({ did }) => did)]
      }),
  )
  const privateLists = new Map(lists)
  const people = [
    ...namedPeople({ feedId: 0, definition, members: privateLists }),
    ...sourcePeople(definition, own, found),
  ]
  return { setsOf: (did) => sets.get(did) ?? [], privateLists, people, isPartial }
}

/** Those of the sets that are sources, not only filters. */
function sourcePeople({ sources }: Definition, own: string[], found: { key: string; dids: string[] }[]): string[] {
  const keys = new Set([...listMemberKeys({ sources, filters: [] }), ...own])
  return found.flatMap(({ key, dids }) => (keys.has(key) ? dids : []))
}

type People = { dids: string[]; isWhole: boolean }

async function readSet(ctx: WebContext, viewer: Viewer, key: string): Promise<People> {
  const known = await findMemberSet(ctx.index, key)
  if (known && known.members > 0) {
    const members = await listSetMembers(ctx.index, known.id)
    return { dids: members.map(({ did }) => did), isWhole: true }
  }
  const { agent } = await openLens(ctx, viewer)
  return ctx.memory
    .recall(`preview ${key}`, membersTtl, () => askForPeople(agent, key))
    .catch((error: unknown) => {
      if (error instanceof AppError && error.status !== 401) return { dids: [], isWhole: false }
      throw error
    })
}

/** app.bsky.graph.getFollows, getList, getStarterPack; who follows back is not asked for. */
async function askForPeople(agent: Agent, key: string): Promise<People> {
  const at = key.indexOf(':')
  const [kind, name] = [key.slice(0, at), key.slice(at + 1)]
  if (kind === 'mutuals') return { dids: [], isWhole: false }
  let list = name
  if (kind === 'pack') {
    const { data } = await askUpstream(agent.app.bsky.graph.getStarterPack({ starterPack: name }))
    list = data.starterPack.list?.uri ?? ''
  }
  const dids: string[] = []
  let cursor: string | undefined
  for (let question = 0; question < mostQuestions; question++) {
    const page =
      kind === 'follows'
        ? await askUpstream(agent.app.bsky.graph.getFollows({ actor: name, limit, cursor })).then(({ data }) => ({
            people: data.follows.map(({ did }) => did),
            next: data.cursor,
          }))
        : await askUpstream(agent.app.bsky.graph.getList({ list, limit, cursor })).then(({ data }) => ({
            people: data.items.map(({ subject }) => subject.did),
            next: data.cursor,
          }))
    dids.push(...page.people)
    cursor = page.next
    if (cursor === undefined || page.people.length === 0) return { dids, isWhole: true }
  }
  return { dids, isWhole: false }
}
