// One commit about follows, lists and packs → what changes in the sets that feeds know.
import type { IndexChange } from '#db/queries/index-changes.ts'
import type { GraphRecord } from './graph-record.ts'
import type { MemberIndex, MemberSet } from './member-index.ts'

/** A record as it is now; undefined when it is gone or says nothing. */
export type GraphChange = { collection: string; rkey: string; record: GraphRecord | undefined }

export type GraphTools = {
  index: MemberIndex
  /** Puts somebody into a set, or takes a record out of it, and says what to write. */
  change: (set: MemberSet, recordKey: string, did: string | undefined) => IndexChange[]
  /** What is known of a set may not hold: it is to be read again. */
  distrust: (set: MemberSet) => void
  /** Somebody is followed now: whether they follow back is to be asked. */
  askBack: (did: string, other: string) => void
  /** A set has another target or is gone. */
  note: (set: MemberSet, state: MemberSet['state'], target: string | null) => IndexChange[]
}

/** What a record of `owner` changes, in the sets of their own and in those of people they follow. */
export function applyGraph(tools: GraphTools, owner: string, { collection, rkey, record }: GraphChange): IndexChange[] {
  switch (collection) {
    case 'app.bsky.graph.follow':
      return applyFollow(tools, owner, rkey, record)
    case 'app.bsky.graph.listitem':
      return applyListItem(tools, owner, rkey, record)
    case 'app.bsky.graph.list':
      return applyList(tools, `list:at://${owner}/${collection}/${rkey}`, record)
    default:
      return applyPack(tools, `pack:at://${owner}/${collection}/${rkey}`, record)
  }
}

function applyFollow(tools: GraphTools, owner: string, rkey: string, record: GraphRecord | undefined): IndexChange[] {
  const { index, change } = tools
  const did = record?.kind === 'follow' ? record.did : undefined
  const changes: IndexChange[] = []
  const own = index.get(`follows:${owner}`)
  if (own) {
    if (did === undefined && !own.members.has(rkey) && own.members.keys().next().value?.startsWith('?')) {
      tools.distrust(own)
    }
    changes.push(...change(own, rkey, did))
    if (did !== undefined && index.get(`followers:${owner}`)) tools.askBack(owner, did)
  }
  for (const { key } of index.setsOf(owner)) {
    const followed = key.startsWith('follows:') ? key.slice('follows:'.length) : undefined
    const back = followed === undefined ? undefined : index.get(`followers:${followed}`)
    if (back && (did === undefined || did === followed)) {
      changes.push(...change(back, `${owner}/${rkey}`, did && owner))
    }
  }
  return changes
}

function applyListItem(
  { index, change }: GraphTools,
  owner: string,
  rkey: string,
  record: GraphRecord | undefined,
): IndexChange[] {
  const item = record?.kind === 'listitem' ? record : undefined
  return index.ownedBy(owner).flatMap((set) => {
    if (!set.key.startsWith('list:')) return []
    return change(set, rkey, item && set.key === `list:${item.list}` ? item.did : undefined)
  })
}

/** The items of a list may stay behind when it is deleted: they say nothing then. */
function applyList(
  { index, change, distrust, note }: GraphTools,
  key: string,
  record: GraphRecord | undefined,
): IndexChange[] {
  const set = index.get(key)
  if (!set) return []
  if (record?.kind === 'list') {
    if (set.state === 'gone') distrust(set)
    return []
  }
  return [
    ...[...set.members.keys()].flatMap((recordKey) => change(set, recordKey, undefined)),
    ...note(set, 'gone', null),
  ]
}

function applyPack({ index, note }: GraphTools, key: string, record: GraphRecord | undefined): IndexChange[] {
  const set = index.get(key)
  if (!set) return []
  return record?.kind === 'starterpack' ? note(set, 'ready', record.target) : note(set, 'gone', null)
}
