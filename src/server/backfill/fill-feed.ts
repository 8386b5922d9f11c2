// Fills one feed with what was there before it: its own posts looked at again, the window, repositories, the AppView.
import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises'
import type { IndexDatabase } from '#db/client.ts'
import { type BackfillRow, isItem } from '#db/queries/backfills.ts'
import type { IndexChange } from '#db/queries/index-changes.ts'
import { listAged } from '#db/queries/stored-items.ts'
import { listWindowPosts } from '#db/queries/window-posts.ts'
import type { FeedDefinition, Matcher } from '#feeds/compile-feeds.ts'
import type { Lookups } from '#feeds/lookups.ts'
import type { CandidatePost } from '#types/candidate-post.ts'
import { BadFrame } from '../ingest/bad-frame.ts'
import { splitPostUri } from '../ingest/fetch-post.ts'
import { itemCandidate } from '../ingest/item-candidate.ts'
import { readCandidate } from '../ingest/read-candidate.ts'
import { readPost } from '../ingest/read-post.ts'
import { withCounts } from '../ingest/take-crossed.ts'
import { Unreachable } from '../ingest/unreachable.ts'
import { type Asker, AskFailure } from '../sources/create-asker.ts'
import type { Members } from '../sources/keep-members.ts'
import type { Threads } from '../sources/keep-threads.ts'
import type { PostKeeper } from './create-post-keeper.ts'
import { fillReposts } from './fill-reposts.ts'
import { keysOf, listQuestions, namedPeople, orderPeople, type Question } from './plan-backfill.ts'
import { listIn, loose, readPostUris } from './read-answer.ts'

export type FillTools = {
  db: IndexDatabase
  asker: Asker
  appviewUrl: string
  findPds: (did: string) => Promise<string>
  keeper: PostKeeper
  matcher: () => Matcher
  lookups: Lookups
  /** Brings how much people post into memory. */
  load: (dids: string[]) => Promise<unknown>
  peopleIn: Members['peopleIn']
  threads: Pick<Threads, 'bring'>
  now: () => number
  signal: AbortSignal
  write: (changes: IndexChange[]) => void
  /** Who came last to read personal feeds: the people they follow are asked. */
  reader: string | undefined
}

/** Posts that come in, posts of one author, of the window, of one question; how many authors are asked at a time. */
const limits = { found: 2000, ofAuthor: 30, window: 200_000, pages: 2, atOnce: 4 }
/** How long lists that are being read are waited for, in ms. */
const patience = 60_000
/** Before every item. */
const beginning = { sortKey: Number.MIN_SAFE_INTEGER, postId: 0 }
const phases = ['recheck', 'window', 'people', 'questions', 'done'] as const

/** Goes on where `row` stands, and moves it on. Ends early, without an error, when `signal` says so. */
export async function fillFeed(tools: FillTools, feed: FeedDefinition, row: BackfillRow): Promise<void> {
  const { db, keeper, matcher, now, signal, write } = tools
  const { feedId } = feed
  const isOfNetwork = feed.definition.sources.some(({ type }) => type === 'network')
  const takesReposts = feed.definition.sources.some((source) => 'reposts' in source && source.reposts)
  let failed = 0
  let refused = 0

  function toRow(): IndexChange {
    row.updatedAt = now()
    return { type: 'backfill', row: { ...row } }
  }

  function reach(phase: string, place: string): void {
    Object.assign(row, { phase, place })
    write([toRow()])
  }

  async function keep(uri: string, lookups?: Lookups): Promise<void> {
    if (row.found >= limits.found || signal.aborted || (await isItem(db, feedId, uri))) return
    const count = (isIn: boolean) => {
      if (isIn) row.found++
      return [toRow()]
    }
    await keeper.keep(uri, feedId, count, lookups).catch(passOver)
  }

  /** One server that does not answer must not cost the others. */
  function passOver(error: unknown): void {
    if (signal.aborted) return
    if (!(error instanceof AskFailure || error instanceof BadFrame || error instanceof Unreachable)) throw error
    failed++
  }

  /** Of the whole network only what is in now: what may come in later does when its counts say so (take-crossed). */
  function isWanted(candidate: CandidatePost, counted: Lookups): boolean {
    const { now, later } = matcher().matchWhole(candidate, counted)
    return now.includes(feedId) || (!isOfNetwork && later.includes(feedId))
  }

  function wants(candidate: CandidatePost): boolean {
    const { now, later } = matcher().matchWhole(candidate)
    return now.includes(feedId) || later.includes(feedId)
  }

  /** What the feed took before it was changed, and does not take any more, leaves it. */
  async function recheck(): Promise<void> {
    let after = row.place === '' ? beginning : JSON.parse(row.place)
    while (!signal.aborted) {
      const items = await listAged(db, feedId, { after, until: Number.MAX_SAFE_INTEGER, limit: 200 })
      const last = items.at(-1)
      if (last === undefined) return
      after = { sortKey: last.sortKey, postId: last.post.id }
      const gone: IndexChange[] = []
      await tools.load(items.flatMap(({ post, repost }) => [post.authorDid, ...(repost ? [repost.did] : [])]))
      for (const item of items) {
        if (!wants(itemCandidate(item))) gone.push({ type: 'dropItem', feedId, postId: item.post.id })
      }
      write(gone)
      reach('recheck', JSON.stringify(after))
      await breathe()
    }
  }

  async function searchWindow(): Promise<void> {
    let before = row.place === '' ? undefined : Number(row.place)
    for (let seen = 0; seen < limits.window && row.found < limits.found && !signal.aborted; ) {
      const posts = await listWindowPosts(db, { limit: 200, before })
      before = posts.at(-1)?.id
      if (before === undefined) return
      for (const post of posts) {
        const counted = withCounts(tools.lookups, post)
        if (isWanted(readCandidate(post.uri, post.did, post), counted)) await keep(post.uri, counted)
      }
      if (signal.aborted) return
      seen += posts.length
      reach('window', String(before))
      await breathe()
    }
  }

  async function askPeople(people: string[]): Promise<void> {
    const rest = people.filter((did) => did > row.place)
    for (let at = 0; at < rest.length && row.found < limits.found; at += limits.atOnce) {
      const part = rest.slice(at, at + limits.atOnce)
      await Promise.all(part.map((did) => askPerson(did).catch(passOver)))
      if (signal.aborted) return
      row.done += part.length
      reach('people', part.at(-1) ?? '')
    }
  }

  /** com.atproto.repo.listRecords, the newest first; what the feed wants is proved one by one. */
  async function askPerson(repo: string): Promise<void> {
    await tools.load([repo])
    const params = { repo, collection: 'app.bsky.feed.post', limit: 100 }
    const answer = await tools.asker.json(await tools.findPds(repo), 'com.atproto.repo.listRecords', params)
    const uris = listIn(answer, 'records').flatMap((entry) => {
      const { uri, value } = loose(entry)
      if (typeof uri !== 'string' || splitPostUri(uri)?.did !== repo) return []
      const candidate = readLoosely(uri, repo, value)
      return candidate && wants(candidate) ? [uri] : []
    })
    for (const uri of uris.slice(0, limits.ofAuthor)) await keep(uri)
    if (takesReposts && matcher().takesRepostsOf(repo)) await fillReposts({ ...tools, wants, passOver }, repo)
  }

  function readLoosely(uri: string, did: string, value: unknown): CandidatePost | undefined {
    try {
      return readCandidate(uri, did, readPost(loose(value), now()))
    } catch (error) {
      if (error instanceof BadFrame) return undefined
      throw error
    }
  }

  async function askQuestions(questions: Question[]): Promise<void> {
    for (const [at, question] of questions.entries()) {
      if (at < Number(row.place || 0) || signal.aborted) continue
      await askQuestion(question).catch((error) => {
        if (error instanceof AskFailure && (error.status === 401 || error.status === 403)) refused++
        else passOver(error)
      })
      if (signal.aborted) return
      row.done++
      reach('questions', String(at + 1))
    }
  }

  async function askQuestion({ nsid, params, list }: Question): Promise<void> {
    let cursor: string | undefined
    for (let page = 0; page < (list === 'posts' ? limits.pages : 1); page++) {
      const paged = list === 'posts' ? { limit: 100, cursor } : {}
      const answer = await tools.asker.json(tools.appviewUrl, nsid, { ...params, ...paged })
      const uris = readPostUris(answer, list)
      // Known before they are held against the feed: it takes those below each other too.
      if (list === 'thread' && params.uri && isOfReply(answer)) tools.threads.bring(params.uri, uris)
      for (const uri of uris) await keep(uri)
      const next = loose(answer).cursor
      if (typeof next !== 'string' || next === '' || signal.aborted) return
      cursor = next
    }
  }

  /** Lists may still be on their way when a feed is new. */
  async function findPeople(): Promise<string[]> {
    const keys = keysOf(feed, tools.reader)
    const sets = () => keys.map((key) => tools.peopleIn(key))
    for (const until = now() + patience; now() < until && sets().includes(undefined) && !signal.aborted; ) {
      await pause(250, undefined, { signal }).catch(() => {})
    }
    return orderPeople([...namedPeople(feed), ...sets().flatMap((dids) => dids ?? [])])
  }

  const people = await findPeople()
  const questions = listQuestions(feed.definition)
  row.state = 'running'
  row.total = Math.max(row.total, people.length + questions.length + 1)
  const steps = {
    recheck,
    window: async () => {
      await searchWindow()
      row.done++
    },
    people: () => askPeople(people),
    questions: () => askQuestions(questions),
  }
  while (row.phase !== 'done') {
    const phase = row.phase as keyof typeof steps
    await steps[phase]()
    if (signal.aborted) return
    reach(phases[phases.indexOf(phase) + 1] ?? 'done', '')
  }
  Object.assign(row, { state: 'done', done: row.total, note: describe(failed, refused) })
  write([toRow()])
}

/** Whether the post that was asked for is a reply: below a root every reply names it. */
function isOfReply(answer: unknown): boolean {
  return loose(loose(loose(loose(answer).thread).post).record).reply !== undefined
}

function describe(failed: number, refused: number): string | null {
  const parts = [
    refused > 0
      ? 'Searching the network’s older posts needs somebody to be signed in there, so they were not searched.'
      : '',
    failed > 0
      ? `${failed.toLocaleString('en')} ${failed === 1 ? 'question was' : 'questions were'} not answered.`
      : '',
  ]
  return parts.filter((part) => part !== '').join(' ') || null
}
