// Keeps the sets of people that feeds take from: reads them when a feed asks, follows them in the firehose, reads them anew.
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { IndexDatabase } from '#db/client.ts'
import type { IndexChange } from '#db/queries/index-changes.ts'
import { listMemberSets, listSetMembers, type MemberSetRow } from '#db/queries/member-sets.ts'
import { tooMany } from '#feeds/describe-failure.ts'
import { applyGraph, type GraphChange, type GraphTools } from './apply-graph.ts'
import { AskFailure } from './create-asker.ts'
import { type FetchedSet, fetchFollowers, fetchSet, type SetTools } from './fetch-set.ts'
import { createMemberIndex, type MemberSet } from './member-index.ts'

export type { GraphChange } from './apply-graph.ts'
export type Members = Awaited<ReturnType<typeof keepMembers>>

type Options = Pick<SetTools, 'asker' | 'appviewUrl' | 'findPds'> & {
  db: IndexDatabase
  log: Logger
  now: () => number
  signal: AbortSignal
  write: (changes: IndexChange[]) => void
}

/** People in all sets together, and sets that are read at a time. */
const limits = { people: 200_000, atOnce: 3 }
/** In ms: until a set is read anew, until one that nobody needs is forgotten, between looks, first and longest wait, for how long to recall. */
const times = {
  refresh: 6 * 3600_000,
  forget: 3600_000,
  look: 1000,
  retry: 10_000,
  longest: 3600_000,
  journal: 300_000,
}
/** When to ask whether somebody follows back, in ms after they are followed: the AppView may know it later. */
const askAgain = [0, 5000, 60_000]
/** Changes that are handed on together. */
const together = 100

/** Reads what is known and starts to look. */
export async function keepMembers(options: Options) {
  const { db, log, now, signal, asker, appviewUrl, write } = options
  const index = createMemberIndex()
  for (const row of await listMemberSets(db)) index.add(row, await listSetMembers(db, row.id))
  const neededAt = new Map(index.all().map(({ key }) => [key, now()]))
  const failures = new Map<string, { count: number; retryAt: number }>()
  const loading = new Set<string>()
  /** What the firehose said of sets lately: what is read of them may be older, the AppView's word above all. */
  const journals = new Map<string, Map<string, { did: string | undefined; at: number }>>()
  /** Sets that are to be read once more when they have been read. */
  const again = new Set<string>()
  let asks: { did: string; other: string; at: number }[] = []
  let nextId = Math.max(0, ...index.all().map(({ id }) => id)) + 1
  let wanted: string[] = []
  const setTools: SetTools = {
    ...options,
    followsOf: (did) => [...new Set(index.get(`follows:${did}`)?.members.values())],
  }
  const graph: GraphTools = {
    index,
    change(set, recordKey, did) {
      const journal = journals.get(set.key) ?? new Map()
      journals.set(set.key, journal.set(recordKey, { did, at: now() }))
      return change(set, recordKey, did)
    },
    distrust,
    askBack: (did, other) => void asks.push(...askAgain.map((wait) => ({ did, other, at: now() + wait }))),
    note: (set, state, target) => {
      index.aim(set, target)
      set.state = state
      need(wanted)
      return [toRow(set)]
    },
  }

  /** Has a set read again; one that is being read now, once more after that. */
  function distrust(set: MemberSet): void {
    set.fetchedAt = 0
    write([toRow(set)])
    if (loading.has(set.key)) again.add(set.key)
  }

  function change(set: MemberSet, recordKey: string, did: string | undefined): IndexChange[] {
    if (did === undefined) {
      return index.take(set, recordKey) === undefined ? [] : [{ type: 'leaveSet', setId: set.id, recordKey }]
    }
    return index.put(set, recordKey, did) ? [{ type: 'joinSet', setId: set.id, recordKey, did }] : []
  }

  /** Sets that hold what `keys` (as feeds name them) are made of. */
  function need(keys: string[]): void {
    wanted = keys
    const named = new Set(keys)
    const targets = index.all().flatMap(({ key, target }) => (target && named.has(key) ? [`list:${target}`] : []))
    for (const key of new Set([...named, ...targets].flatMap(partsOf))) {
      neededAt.set(key, now())
      if (index.get(key)) continue
      const [, owner = ''] = /(did:[a-z]+:[^/]+)/.exec(key) ?? []
      const row = { id: nextId++, key, owner, rev: '', target: null, note: null, fetchedAt: 0 }
      write([toRow(index.add({ ...row, state: 'waiting' }))])
    }
    look()
  }

  function look(): void {
    if (signal.aborted) return
    for (const set of index.all()) {
      if (loading.size >= limits.atOnce) return
      if (!loading.has(set.key) && isDue(set)) void load(set)
    }
    const due = asks.filter(({ at }) => at <= now())
    if (due.length === 0) return
    asks = asks.filter((ask) => !due.includes(ask))
    for (const [did, those] of Map.groupBy(due, (ask) => ask.did)) void askWhoFollows(did, those)
  }

  function isDue({ key, owner, state, fetchedAt }: MemberSet): boolean {
    if (key.startsWith('followers:') && index.get(`follows:${owner}`)?.state !== 'ready') return false
    const retryAt = failures.get(key)?.retryAt
    if (retryAt !== undefined) return now() >= retryAt
    return state === 'waiting' || state === 'failed' || now() - fetchedAt >= times.refresh
  }

  async function load(set: MemberSet): Promise<void> {
    loading.add(set.key)
    again.delete(set.key)
    try {
      const found = await fetchSet(setTools, set.key)
      if (!signal.aborted && index.get(set.key) === set) settle(set, found)
    } catch (error) {
      if (!signal.aborted) fail(set, error)
    } finally {
      loading.delete(set.key)
      look()
    }
  }

  function settle(set: MemberSet, found: FetchedSet): void {
    const members = found === 'gone' ? new Map<string, string>() : found.members
    for (const [recordKey, { did }] of found === 'gone' ? [] : (journals.get(set.key) ?? [])) {
      if (did === undefined) members.delete(recordKey)
      else members.set(recordKey, did)
    }
    if (index.size - set.members.size + members.size > limits.people) throw new AskFailure(0, 'TooManyPeople')
    failures.delete(set.key)
    const gone = [...set.members.keys()].filter((recordKey) => !members.has(recordKey))
    const changes = [
      ...gone.flatMap((recordKey) => change(set, recordKey, undefined)),
      ...[...members].flatMap(([recordKey, did]) => change(set, recordKey, did)),
    ]
    for (let at = 0; at < changes.length; at += together) write(changes.slice(at, at + together))
    index.aim(set, found === 'gone' ? null : found.target)
    Object.assign(set, {
      state: found === 'gone' ? 'gone' : 'ready',
      note: null,
      fetchedAt: again.has(set.key) ? 0 : now(),
    })
    write([toRow(set)])
    log.info({ set: set.key, members: set.members.size, state: set.state }, 'set of people read')
    if (set.target) need(wanted)
  }

  /** Who was in it stays: better an old list than none. */
  function fail(set: MemberSet, error: unknown): void {
    if (!(error instanceof AskFailure)) log.error({ err: error, set: set.key }, 'set of people not read')
    const count = (failures.get(set.key)?.count ?? 0) + 1
    failures.set(set.key, {
      count,
      retryAt: now() + Math.min(times.longest, times.retry * 2 ** Math.min(count - 1, 12)),
    })
    set.note = noteOf(error)
    if (set.state === 'waiting') set.state = 'failed'
    write([toRow(set)])
    log.warn({ set: set.key, reason: set.note }, 'set of people not read; trying again')
  }

  async function askWhoFollows(did: string, those: { other: string }[]): Promise<void> {
    const others = [...new Set(those.map(({ other }) => other))]
    const found = await fetchFollowers({ asker, appviewUrl }, did, others).catch(() => new Map<string, string>())
    const set = index.get(`followers:${did}`)
    if (set && !signal.aborted) write([...found].flatMap(([recordKey, other]) => change(set, recordKey, other)))
  }

  /** Sets that no feed has needed for a while; a starter pack keeps its list. */
  function forget(): void {
    need(wanted)
    for (const journal of journals.values()) {
      for (const [recordKey, { at }] of journal) if (at < now() - times.journal) journal.delete(recordKey)
    }
    for (const set of index.all()) {
      if (loading.has(set.key) || now() - (neededAt.get(set.key) ?? 0) < times.forget) continue
      index.drop(set)
      for (const map of [neededAt, failures, journals]) map.delete(set.key)
      write([{ type: 'dropSet', setId: set.id }])
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await pause(times.look, undefined, { signal }).catch(() => {})
      if (!signal.aborted) forget()
    }
  }

  return {
    done: run(),
    /** Says which sets feeds name now: all of them, each time. */
    need,
    keysOf: index.keysOf,
    /** Who is in a set that feeds name; undefined while nobody has said so. */
    peopleIn(key: string): string[] | undefined {
      const sets = partsOf(key).map((part) => index.get(part))
      const read = sets.flatMap((set) => {
        const whole = set?.target ? index.get(`list:${set.target}`) : set
        return whole && whole.state !== 'waiting' && whole.state !== 'failed' ? [new Set(whole.members.values())] : []
      })
      const [first, ...others] = read
      if (first === undefined || read.length < sets.length) return undefined
      return [...first].filter((did) => others.every((other) => other.has(did)))
    },
    /** Whether a commit of somebody may change a set: it has an owner of theirs, or they may follow back. */
    concerns: (did: string, rev: string) => {
      const own = index.ownedBy(did)
      if (own.some((set) => rev > set.rev)) return true
      return own.length === 0 && index.setsOf(did).some(({ key }) => key.startsWith('follows:'))
    },
    /** What a proved commit changes. */
    apply(did: string, rev: string, records: GraphChange[]): IndexChange[] {
      const changes = records.flatMap((record) => applyGraph(graph, did, record))
      if (changes.length === 0) return []
      for (const set of index.ownedBy(did)) set.rev = rev
      return [...changes, ...index.ownedBy(did).map(toRow)]
    },
    /** Something of somebody was not seen: their sets are read again; everybody's, when nobody is named. */
    distrust(did?: string): void {
      for (const set of did === undefined ? index.all() : index.ownedBy(did)) distrust(set)
    },
  }
}

function noteOf(error: unknown): string {
  if (!(error instanceof AskFailure)) return 'It could not be read.'
  return error.errorName === 'TooManyPeople' ? tooMany : error.message
}

/** What is kept for the sake of a name that feeds use. */
function partsOf(key: string): string[] {
  const did = key.startsWith('mutuals:') ? key.slice('mutuals:'.length) : undefined
  return did === undefined ? [key] : [`follows:${did}`, `followers:${did}`]
}

function toRow({ members: _, ...set }: MemberSet): { type: 'memberSet'; set: MemberSetRow } {
  return { type: 'memberSet', set }
}
