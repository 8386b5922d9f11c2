// Puts the parts of the ingest together: firehose → events → decisions → index.
import { setTimeout as pause } from 'node:timers/promises'
import { readSinceDay } from '#db/queries/author-stats.ts'
import { readCursor } from '#db/queries/firehose.ts'
import type { Gains, IndexChange } from '#db/queries/index-changes.ts'
import { listNotifiedPeople } from '#db/queries/notification-events.ts'
import type { FeedDefinition, Matcher } from '#feeds/compile-feeds.ts'
import { ownerOf } from '#feeds/compile-source.ts'
import { asksForRate } from '#feeds/feed-moments.ts'
import type { Lookups } from '#feeds/lookups.ts'
import { createPostKeeper } from '../backfill/create-post-keeper.ts'
import { keepBackfills } from '../backfill/keep-backfills.ts'
import type { Context } from '../context.ts'
import { watchDisk } from '../disk/watch-disk.ts'
import { keepBroughtPosts } from '../sources/brought-posts.ts'
import { createAsker } from '../sources/create-asker.ts'
import { keepMembers } from '../sources/keep-members.ts'
import { keepReaders } from '../sources/keep-readers.ts'
import { keepThreads } from '../sources/keep-threads.ts'
import { pollFeeds } from '../sources/poll-feeds.ts'
import { createAccountAges } from './account-ages.ts'
import { createActorStates } from './actor-states.ts'
import { createAuthorRates } from './author-rates.ts'
import { createHandleConfirmer } from './confirm-handle.ts'
import { createCursorTrack } from './cursor-track.ts'
import type { DecisionTools } from './decide-commit.ts'
import { createDecider } from './decide-event.ts'
import { keepDeferredEvents } from './deferred-events.ts'
import { type AccountBoundEvent, createEventRunner } from './event-runner.ts'
import { createPdsFinder } from './find-pds.ts'
import { followLabels } from './follow-labels.ts'
import { followSource, receiverOf, sourceOf } from './follow-source.ts'
import { createIdentities } from './identities.ts'
import { createIndexWriter } from './index-writer.ts'
import { judgePosts } from './judge-posts.ts'
import { readFeed } from './keep-matcher.ts'
import { keepNotices } from './keep-notices.ts'
import { mendStats } from './mend-stats.ts'
import { rankFeeds } from './rank-feeds.ts'
import { createRecordReader } from './read-records.ts'
import { createDidResolver, createGuardedFetch } from './resolve-did.ts'
import { createSampler } from './sample-events.ts'
import { takeCrossed } from './take-crossed.ts'
import { takeReposts } from './take-reposts.ts'
import { keepQuarantineSmall } from './trim-quarantine.ts'
import { keepWindowSmall } from './trim-window.ts'
import { createWaitingRoom } from './waiting-room.ts'
import { watchFeeds } from './watch-feeds.ts'
import { watchNetwork } from './watch-network.ts'
import { watchPace } from './watch-pace.ts'
import { watchPeople } from './watch-people.ts'

/** Told, after they are written, how many items each feed gained and of how much each person (DID) was notified. */
export type Publish = (gained: Map<number, number>, notified: Map<string, number>) => void

/** In ms: how long a host may not answer before its events are put off, for how long, and how often that is looked at. */
export type Patience = { host: number; deferral: number; look: number }

const usualPatience: Patience = { host: 20_000, deferral: 30_000, look: 5000 }

/** Frames that wait: seconds of the live rate. */
const behind = 1000

/** Of one answer of another server, bytes and ms: a page of a hundred long posts is well under 2 MB. */
const upstreamBounds = { bytes: 5 * 1024 * 1024, milliseconds: 15_000 }

/** Starts following `config.jetstreamUrl`, or else `config.relayUrl`, where the index stands. */
export async function startIngest(ctx: Context, publish: Publish, patience: Patience = usualPatience) {
  const { config, log, index, now } = ctx
  const source = sourceOf(config)
  const stopping = new AbortController()
  const { signal } = stopping

  const guardedFetch = createGuardedFetch(config)
  const identities = createIdentities({
    resolve: createDidResolver(config, guardedFetch),
    now,
    signal,
    patience: patience.host,
  })
  const asker = createAsker({ fetch: createGuardedFetch(config, upstreamBounds), signal })
  const findPds = createPdsFinder(identities)
  /** What is to be written before there is a writer. */
  const early: IndexChange[][] = []
  let write = (changes: IndexChange[]): void => {
    early.push(changes)
  }
  const members = await keepMembers({
    ...{ db: index, log, now, signal, asker, findPds, appviewUrl: config.appviewUrl },
    write: (changes) => write(changes),
  })
  const rates = createAuthorRates(index, now)
  const brought = await keepBroughtPosts(index, (changes) => write(changes))
  const threads = await keepThreads({ db: index, now, write: (changes) => write(changes) })
  /** Sets that feeds name, and feeds that are another one for each reader. */
  const named: { keys: string[]; personal: FeedDefinition[] } = { keys: [], personal: [] }
  const needSets = () => members.need([...named.keys, ...readers.keys()])
  const readers = keepReaders(ctx, { keysOf: members.keysOf, onChange: onReaders }, signal)
  const ages = createAccountAges(ctx, (did) => judge.judgeAuthor(did), signal)
  const lookups: Lookups = {
    ...{ now, setsOf: readers.keysOf, rateOf: rates.rateOf },
    ...{ broughtBy: brought.keysOf, threadsOf: threads.of, accountCreatedAt: ages.of },
  }
  const backfills = await keepBackfills({
    ...{ db: index, log, now, signal, write: (changes) => write(changes) },
    readFeed: (feedId) => readFeed(ctx.main, feedId),
    newestReader: readers.newest,
  })
  const need = (keys: string[]) => {
    named.keys = keys
    needSets()
  }
  const onPersonal = (feeds: FeedDefinition[]) => {
    named.personal = feeds
    readers.setOwners(feeds.map(({ uri }) => (uri === undefined ? '' : (ownerOf(uri) ?? ''))))
  }
  const onIds = (ids: ReadonlyMap<number, unknown>, { awaitsReplies }: Matcher) => {
    threads.keepOnly(awaitsReplies)
    backfills.keepOnly(ids)
  }
  const watched = { members: { need }, lookups, onPersonal, onRead: backfills.look, onIds }
  const feeds = await watchFeeds(ctx, watched, signal)
  const {
    people,
    meet,
    done: watchingPeople,
  } = await watchPeople(ctx, {
    signal,
    known: await listNotifiedPeople(index),
    onGone: (dids) => write(dids.map((userDid) => ({ type: 'forgetNotices', userDid }))),
  })
  const notices = await keepNotices({ db: index, log, now, signal, people })
  const deferred = await keepDeferredEvents({
    ...{ db: index, log, now, signal, identities, patience },
    receive: receiverOf(config),
  })
  const track = createCursorTrack(await readCursor(index, source))
  const actors = createActorStates(index)
  const load = async (dids: string[]) => {
    rates.setNeeded(feeds.lively().some(({ definition }) => asksForRate(definition)))
    await Promise.all([actors.load(dids), rates.load(dids)])
  }
  const records = createRecordReader(now)
  const network = watchNetwork({
    window: config.window,
    actors,
    records,
    now,
    cursor: track.cursor,
    sinceDay: await readSinceDay(index),
    ...{ tells: () => crossed.isWanted(), hear: threads.hear },
  })
  const { matcher, lively } = feeds
  const judging = { matcher, definitions: lively, lookups, load, write: (changes: IndexChange[]) => write(changes) }
  const judge = judgePosts(ctx, judging, signal)
  const ranks = rankFeeds(ctx, lively, (feedId) => publish(new Map([[feedId, 1]]), new Map()), signal)
  const hasRoom = watchDisk({ folder: config.dataDir, reserve: config.disk.reserve, log, signal })
  const writer = createIndexWriter({
    db: index,
    source,
    log,
    now,
    cursor: () => track.cursor,
    withCursor: network.take,
    onWritten,
    mayWrite: hasRoom,
    isBehind: () => runner.waiting > behind,
  })
  const quarantine = (event: AccountBoundEvent, reason: string): IndexChange =>
    runner.quarantine(event.frame ?? new Uint8Array(), reason, event.seq, event.did)
  const sampler = createSampler({ identities, quarantine, write: writer.add })
  const tools: DecisionTools = {
    actors,
    identities,
    confirmHandle: createHandleConfirmer(config, guardedFetch, writer.add),
    matcher: feeds.matcher,
    mayWait: createWaitingRoom(now),
    records,
    now,
    quarantine,
    sample: sampler.sample,
  }
  const decide = createDecider({
    ...{ tools, members, notices, defer, log },
    isPutOff: deferred.has,
    write: (changes) => write(changes),
  })
  const runner = createEventRunner({
    ...{ log, now, load, track, writer, decide, defer, onRoom },
    observe: network.observe,
  })
  write = writer.add
  for (const changes of early) writer.add(changes)
  const pace = watchPace(now)
  const keeper = createPostKeeper({
    ...{ asker, findPds, identities, now, actors, load, write, matcher: feeds.matcher },
    confirmHandle: tools.confirmHandle,
  })
  const asking = { asker, findPds, appviewUrl: config.appviewUrl }
  backfills.begin({ ...asking, keeper, threads, matcher: feeds.matcher, lookups, load, peopleIn: members.peopleIn })
  const crossed = takeCrossed(ctx, { matcher: feeds.matcher, definitions: lively, lookups, keeper }, signal)
  const polling = pollFeeds({
    ...{ db: index, log, now, signal, asker, appviewUrl: config.appviewUrl, interval: config.feedPolling },
    ...{ taken: feeds.taken, brought, keeper, matcher: feeds.matcher, write: writer.add },
  })
  const firehose = followSource(ctx, {
    ...{ signal, cursor: track.cursor, startOver, write: writer.add, quarantine: runner.quarantine },
    submit(received) {
      pace.note(received)
      runner.submit(received)
    },
    isFull: () => runner.full,
    distrust: () => members.distrust(),
    fetchBounded: createGuardedFetch(config, upstreamBounds),
  })

  /** Somebody new reads personal feeds: whom they follow is asked for, and what these people wrote before. */
  function onReaders(): void {
    needSets()
    backfills.look(named.personal)
  }

  function onWritten(gains: Gains): void {
    judge.note(gains.counts)
    crossed.note(gains.window)
    ranks.touch(gains.feeds.keys())
    if (gains.counts.length > 0) ranks.touchAll()
    if (gains.feeds.size > 0 || gains.people.size > 0) publish(gains.feeds, gains.people)
    runner.resume()
    onRoom()
  }

  function onRoom(): void {
    if (!runner.full) firehose.resume()
  }

  function defer(event: AccountBoundEvent, frame: Uint8Array, reason: string): IndexChange[] {
    return [
      deferred.defer(event, frame, reason) ?? runner.quarantine(frame, `not deferred: ${reason}`, event.seq, event.did),
    ]
  }

  async function startOver(): Promise<void> {
    while (!runner.idle && !signal.aborted) await pause(50)
    track.reset()
    network.reset()
    writer.add([{ type: 'forgetCursor' }])
    await writer.flush()
  }

  const background = [
    firehose.done,
    feeds.done,
    members.done,
    crossed.done,
    takeReposts(ctx, { ...judging, keeper, mayWait: tools.mayWait, flush: writer.flush }, signal),
    polling.done,
    readers.done,
    watchingPeople,
    notices.done,
    keepQuarantineSmall(ctx, signal),
    deferred.run(runner, writer),
    keepWindowSmall(ctx, signal),
    mendStats(ctx, signal),
    judge.done,
    followLabels(ctx, judge.judgeAgain, signal),
    ranks.done,
  ]

  return {
    sharingOf: feeds.sharingOf,
    /** Ids of somebody's sessions here. */
    sessionsOf: people.sessionsOf,
    meet,
    /** Where it stands, for /healthz. */
    look: () => ({
      source,
      cursor: track.cursor,
      received: firehose.received,
      connections: firehose.connections,
      isConnected: firehose.isConnected,
      ...pace.look(runner.waiting > 0),
      queued: runner.waiting,
      unfinished: track.size,
      unwritten: writer.waiting,
      /** Whether it waits for room on the disk. */
      isPaused: !hasRoom(),
      deferred: deferred.count,
      sampled: sampler.verified,
    }),
    /** Stops taking in, writes what is finished. What is not comes again with the next start. */
    async stop(): Promise<void> {
      runner.stop()
      stopping.abort()
      await Promise.all([...background, backfills.stop()])
      await writer.flush()
      writer.stop()
    },
  }
}
