// Every question to upstream goes through here: joined, tried again, given up in time, and answered from what is kept.
import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '../app-error.ts'
import type { HitCounts } from '../metrics/tallies.ts'
import { noteGap, noteStale, type Readings } from '../reading.ts'
import { createCircuitBreaker } from './circuit-breaker.ts'
import { judgeFailure } from './judge-failure.ts'
import { createKeptAnswers } from './kept-answers.ts'

export type Question<Answer> = {
  /** On whose behalf; undefined for nobody's. */
  who: string | undefined
  /** Which server, to know whom to leave alone. */
  host: string
  /** The method, e.g. app.bsky.feed.getTimeline. */
  method: string
  /** What is asked, the same text for the same question. */
  text: string
  /** Sends it. `signal` gives it up. `bytes` is undefined for what cannot be kept. */
  send: (signal: AbortSignal) => Promise<{ answer: Answer; bytes: Uint8Array | undefined }>
  /** An answer from its bytes. */
  read: (bytes: Uint8Array) => Answer
}

type Asked = Pick<Question<unknown>, 'who' | 'host' | 'method'>

export type Upstream = {
  /** Asks a query (it changes nothing). @throws as `send` does, AppError 502 when there is no answer in time, 429, 503 */
  ask<Answer>(question: Question<Answer>): Promise<Answer>
  /** Somebody changes something: what is asked for them from now on is asked anew. */
  noteWrite(who: string | undefined): void
  /** Forgets what is kept for a person. */
  forget(who: string): void
  /** Told of each question that was sent: its method, the status of the answer or `none`, how long it took (ms). */
  note(method: string, outcome: string, time: number): void
  /** How often an answer for everybody was kept. */
  counts: HitCounts
}

/** Whoever asks these for nobody in particular keeps the answers in cache.db. */
const keptElsewhere = new Set(['app.bsky.actor.getProfile', 'app.bsky.feed.getPosts'])
/** In ms: how long an answer to nobody in particular is good, may be shown while it is asked for anew, may stand in. */
const freshFor: Record<string, number> = {
  'app.bsky.actor.getProfiles': 60_000,
  'app.bsky.feed.getFeedGenerator': 60_000,
  'app.bsky.labeler.getServices': 10 * 60_000,
}
/** Somebody's own server answers this one through the AppView, and fails for itself. */
const passedOn = 'app.bsky.feed.getFeed'
const usuallyFreshFor = 15_000
const revalidateFor = 60_000
const standsInFor = 24 * 60 * 60_000
const mostTries = 3
/** A pause that is worth waiting for (ms). */
const shortPause = 1000
const nobody = ''

type Tools = {
  now: () => number
  readings: Readings
  /** How long a page waits (ms). A question goes on when the page has given up, for the next one: four times as long. */
  patience: number
  random?: () => number
  note?: Upstream['note']
}

export function createUpstream({ now, readings, patience, random = Math.random, note = () => {} }: Tools): Upstream {
  const longest = { question: 4 * patience, attempt: 2 * patience }
  const breaker = createCircuitBreaker()
  const pauses = new Map<string, number>()
  const publicAnswers = createKeptAnswers({ answersOfOne: Number.POSITIVE_INFINITY })
  const personalAnswers = createKeptAnswers()
  const inFlight = new Map<string, Promise<unknown>>()
  const counts: HitCounts = { hits: 0, misses: 0 }
  const answersFor = (who: string | undefined) => (who === undefined ? publicAnswers : personalAnswers)

  function ask<Answer>(question: Question<Answer>): Promise<Answer> {
    const { who, text, method, read } = question
    if (who !== undefined) return askNow(question)
    const kept = publicAnswers.find(nobody, text)
    const age = kept ? now() - kept.at : Number.POSITIVE_INFINITY
    const fresh = freshFor[method] ?? usuallyFreshFor
    if (!kept || age >= fresh + revalidateFor) {
      counts.misses++
      return askNow(question)
    }
    counts.hits++
    if (age >= fresh) void join(question).catch(() => undefined)
    return Promise.resolve(read(kept.bytes))
  }

  /** Asks, and falls back to what is kept. */
  async function askNow<Answer>(question: Question<Answer>): Promise<Answer> {
    const { who, text, read } = question
    const reading = readings.getStore()
    // What is about to be changed must not be what somebody asked for earlier.
    const asked = reading?.mayBeStale === false ? attempt(question) : join(question)
    try {
      return await inTime(asked, reading?.deadline ?? now() + longest.question, question)
    } catch (error) {
      if (!reading?.mayBeStale || judgeFailure(error, now()).kind === 'answer') throw error
      const kept = answersFor(who).find(who ?? nobody, text)
      if (!kept || now() - kept.at > standsInFor) {
        noteGap(reading)
        throw error
      }
      noteStale(reading, kept.at)
      return read(kept.bytes)
    }
  }

  /** One question for everybody who asks the same at the same time, and for a page. It goes on when they have given up. */
  function join<Answer>(question: Question<Answer>): Promise<Answer> {
    const name = `${question.who ?? nobody} ${question.host} ${question.text}`
    const page = readings.getStore()?.asked
    const known = page?.get(name) ?? inFlight.get(name)
    // Not on the time of the page that happened to ask first.
    const asked = (known as Promise<Answer> | undefined) ?? readings.exit(() => attempt(question))
    if (page && page.get(name) !== asked) {
      page.set(name, asked)
      asked.catch(() => page.delete(name))
    }
    if (known) return asked
    inFlight.set(name, asked)
    const end = () => {
      if (inFlight.get(name) === asked) inFlight.delete(name)
    }
    asked.then(end, end)
    return asked
  }

  async function attempt<Answer>(question: Question<Answer>): Promise<Answer> {
    const { who, host, text, method } = question
    const end = now() + longest.question
    for (let tries = 1; ; tries++) {
      refuseIfPaused(who, host)
      const since = now()
      try {
        const { answer, bytes } = await withTimeout(question.send, longest.attempt)
        breaker.succeed(host)
        const isKept = bytes && (who !== undefined || !keptElsewhere.has(method))
        if (isKept) answersFor(who).keep(who ?? nobody, text, { bytes, at: since })
        return answer
      } catch (error) {
        const delay = noteFailure(error, question, tries)
        if (delay === undefined || tries === mostTries || now() + delay > end) throw error
        await pause(delay)
      }
    }
  }

  /** After how many ms to try again; undefined for not at all. */
  function noteFailure(error: unknown, { who, host, method }: Asked, tries: number): number | undefined {
    const failure = judgeFailure(error, now())
    if (failure.kind === 'none') {
      if (failure.blamesHost && method !== passedOn) breaker.fail(host, now())
      return failure.mayTryAgain ? 100 * 2 ** (tries - 1) * (0.5 + random()) : undefined
    }
    breaker.succeed(host)
    if (failure.kind === 'answer') return undefined
    if (failure.pause <= shortPause) return failure.pause + 100 * random()
    for (const [name, until] of pauses) if (until <= now()) pauses.delete(name)
    pauses.set(pauseName(who, host), now() + failure.pause)
    return undefined
  }

  function refuseIfPaused(who: string | undefined, host: string): void {
    const wanted = (pauses.get(pauseName(who, host)) ?? 0) - now()
    if (wanted > 0) throw pausedError(who, wanted)
    const broken = breaker.pauseOf(host, now())
    if (broken > 0) throw new AppError(502, 'It has not answered for a while. It is asked again in a moment.')
  }

  async function inTime<Answer>(asked: Promise<Answer>, deadline: number, { host, method }: Asked): Promise<Answer> {
    const timeout = Promise.withResolvers<never>()
    const timer = setTimeout(
      () => {
        if (method !== passedOn) breaker.fail(host, now())
        timeout.reject(new AppError(502, 'It takes too long to answer. What lives on this box still works.'))
      },
      Math.max(0, deadline - now()),
    )
    try {
      return await Promise.race([asked, timeout.promise])
    } finally {
      clearTimeout(timer)
      asked.catch(() => undefined)
    }
  }

  return {
    ask,
    noteWrite(who) {
      if (who === undefined) return
      for (const name of inFlight.keys()) if (name.startsWith(`${who} `)) inFlight.delete(name)
    },
    forget: (who) => personalAnswers.forget(who),
    note,
    counts,
  }
}

/** A server counts the questions of each person, and of everybody who asks on behalf of nobody. */
function pauseName(who: string | undefined, host: string): string {
  return `${who ?? nobody} ${host}`
}

function pausedError(who: string | undefined, wait: number): AppError {
  const retryAfter = Math.ceil(wait / 1000)
  if (who === undefined)
    return new AppError(503, 'It asks this box for a pause. Try again in a moment.', { retryAfter })
  return new AppError(429, 'Your server asks for a pause. Nothing was lost.', { retryAfter })
}

/** Gives up after `milliseconds`, whether or not `send` listens to its signal. */
async function withTimeout<Result>(
  send: (signal: AbortSignal) => Promise<Result>,
  milliseconds: number,
): Promise<Result> {
  const controller = new AbortController()
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const error = new Error(`no answer within ${milliseconds} ms`)
    controller.abort(error)
    late.reject(error)
  }, milliseconds)
  const sent = send(controller.signal)
  sent.catch(() => undefined)
  try {
    return await Promise.race([sent, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
