// Reads who is in a set: from the owner's repository, or from the AppView when that does not answer. Without a token.
import { type Asker, AskFailure } from './create-asker.ts'
import { type GraphRecord, isDid, readGraphRecord } from './graph-record.ts'

/** `members`: people by record key. `target` is the list of a starter pack. */
export type FetchedSet = { members: Map<string, string>; target: string | null } | 'gone'

export type SetTools = {
  asker: Asker
  appviewUrl: string
  /** The origin of somebody's server. @throws AskFailure */
  findPds: (did: string) => Promise<string>
  /** People whose following back is asked for: the follows of a set's owner. */
  followsOf: (did: string) => string[]
}

/** People in a set; pages of 100 that are read for it: somebody with many lists has the items of all in one place. */
export const setLimits = { members: 10_000, pages: 300 }
const relationshipsAtOnce = 30

/**
 * Reads the set that `key` names (`list:`, `pack:`, `follows:`, `followers:`).
 * @throws AskFailure when nobody says who is in it
 */
export async function fetchSet(tools: SetTools, key: string): Promise<FetchedSet> {
  const [, kind, name = ''] = /^([a-z]+):(.+)$/s.exec(key) ?? []
  switch (kind) {
    case 'list':
      return recover(fetchList(tools, name), () => askForList(tools, name))
    case 'pack':
      return recover(fetchPack(tools, name), () => askForPack(tools, name))
    case 'follows':
      return recover(fetchFollows(tools, name), () => askForFollows(tools, name))
    default:
      return { members: await fetchFollowers(tools, name, tools.followsOf(name)), target: null }
  }
}

/** What the owner's server cannot say, the AppView may; when it cannot either, the server's word counts. */
async function recover(fetching: Promise<FetchedSet>, ask: () => Promise<FetchedSet>): Promise<FetchedSet> {
  try {
    return await fetching
  } catch (error) {
    if (!(error instanceof AskFailure)) throw error
    return ask().catch(() => {
      throw error
    })
  }
}

async function fetchList(tools: SetTools, uri: string): Promise<FetchedSet> {
  if ((await fetchRecord(tools, uri))?.kind !== 'list') return 'gone'
  const members = new Map<string, string>()
  await eachRecord(tools, ownerOf(uri), 'app.bsky.graph.listitem', (rkey, record) => {
    if (record.kind === 'listitem' && record.list === uri) members.set(rkey, record.did)
    return members.size < setLimits.members
  })
  return { members, target: null }
}

async function fetchPack(tools: SetTools, uri: string): Promise<FetchedSet> {
  const record = await fetchRecord(tools, uri)
  return record?.kind === 'starterpack' ? { members: new Map(), target: record.target } : 'gone'
}

async function fetchFollows(tools: SetTools, did: string): Promise<FetchedSet> {
  const members = new Map<string, string>()
  await eachRecord(tools, did, 'app.bsky.graph.follow', (rkey, record) => {
    if (record.kind === 'follow') members.set(rkey, record.did)
    return members.size < setLimits.members
  })
  return { members, target: null }
}

/**
 * Who of `others` follows `did`, by `<did>/<key of their follow>` (app.bsky.graph.getRelationships).
 * @throws AskFailure
 */
export async function fetchFollowers(
  { asker, appviewUrl }: Pick<SetTools, 'asker' | 'appviewUrl'>,
  did: string,
  others: string[],
): Promise<Map<string, string>> {
  const members = new Map<string, string>()
  for (let at = 0; at < others.length; at += relationshipsAtOnce) {
    const part = others.slice(at, at + relationshipsAtOnce)
    const answer = await asker.json(appviewUrl, 'app.bsky.graph.getRelationships', { actor: did, others: part })
    for (const entry of listIn(answer, 'relationships')) {
      const { did: other, followedBy } = loose(entry)
      const rkey = typeof followedBy === 'string' ? followedBy.split('/').at(-1) : undefined
      if (rkey && isDid(other) && part.includes(other)) members.set(`${other}/${rkey}`, other)
    }
  }
  return members
}

/** com.atproto.repo.getRecord; undefined when there is none. */
async function fetchRecord(tools: SetTools, uri: string): Promise<GraphRecord | undefined> {
  const [, , repo = '', collection = '', rkey = ''] = uri.split('/')
  const pds = await tools.findPds(repo)
  try {
    const answer = await tools.asker.json(pds, 'com.atproto.repo.getRecord', { repo, collection, rkey })
    return readGraphRecord(loose(answer).value)
  } catch (error) {
    if (error instanceof AskFailure && error.errorName === 'RecordNotFound') return undefined
    throw error
  }
}

/** com.atproto.repo.listRecords, page by page, until there is nothing more or `take` has enough. */
async function eachRecord(
  { asker, findPds }: SetTools,
  repo: string,
  collection: string,
  take: (rkey: string, record: GraphRecord) => boolean,
): Promise<void> {
  const pds = await findPds(repo)
  let cursor: string | undefined
  for (let page = 0; page < setLimits.pages; page++) {
    const answer = await asker.json(pds, 'com.atproto.repo.listRecords', { repo, collection, limit: 100, cursor })
    const records = listIn(answer, 'records')
    for (const entry of records) {
      const { uri, value } = loose(entry)
      const rkey = typeof uri === 'string' ? uri.split('/').at(-1) : undefined
      const record = readGraphRecord(value)
      if (rkey && record && !take(rkey, record)) return
    }
    const next = cursorOf(answer)
    if (records.length === 0 || next === undefined || next === cursor) return
    cursor = next
  }
}

/** app.bsky.graph.getList. */
async function askForList(tools: SetTools, uri: string): Promise<FetchedSet> {
  const members = new Map<string, string>()
  await eachEntry(tools, 'app.bsky.graph.getList', { list: uri }, 'items', (entry) => {
    const did = loose(entry.subject).did
    const rkey = String(entry.uri).split('/').at(-1)
    if (rkey && isDid(did)) members.set(rkey, did)
    return members.size < setLimits.members
  })
  return { members, target: null }
}

/** app.bsky.graph.getStarterPack. */
async function askForPack({ asker, appviewUrl }: SetTools, uri: string): Promise<FetchedSet> {
  const answer = await asker.json(appviewUrl, 'app.bsky.graph.getStarterPack', { starterPack: uri })
  const record = readGraphRecord(loose(loose(answer).starterPack).record)
  return record?.kind === 'starterpack' ? { members: new Map(), target: record.target } : 'gone'
}

/** app.bsky.graph.getFollows, which does not say the keys of the records: `?<did>` stands for them. */
async function askForFollows(tools: SetTools, actor: string): Promise<FetchedSet> {
  const members = new Map<string, string>()
  await eachEntry(tools, 'app.bsky.graph.getFollows', { actor }, 'follows', ({ did }) => {
    if (isDid(did)) members.set(`?${did}`, did)
    return members.size < setLimits.members
  })
  return { members, target: null }
}

async function eachEntry(
  { asker, appviewUrl }: SetTools,
  nsid: string,
  params: Record<string, string>,
  name: string,
  take: (entry: Record<string, unknown>) => boolean,
): Promise<void> {
  let cursor: string | undefined
  for (let page = 0; page < setLimits.pages; page++) {
    const answer = await asker.json(appviewUrl, nsid, { ...params, limit: 100, cursor })
    for (const entry of listIn(answer, name)) if (!take(loose(entry))) return
    const next = cursorOf(answer)
    if (next === undefined || next === cursor) return
    cursor = next
  }
}

function ownerOf(uri: string): string {
  return uri.split('/')[2] ?? ''
}

/** A value as an object whose fields may be anything. */
function loose(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function listIn(answer: unknown, name: string): unknown[] {
  const list = loose(answer)[name]
  return Array.isArray(list) ? list.slice(0, 1000) : []
}

function cursorOf(answer: unknown): string | undefined {
  const { cursor } = loose(answer)
  return typeof cursor === 'string' && cursor !== '' ? cursor.slice(0, 500) : undefined
}
