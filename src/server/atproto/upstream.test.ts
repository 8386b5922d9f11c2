// The layer between the pages and upstream: what is joined, tried again, kept, and shown in the place of an answer.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { XRPCError } from '@atproto/api'
import { AppError } from '../app-error.ts'
import { createReadings, type Reading } from '../reading.ts'
import { createUpstream, type Question } from './upstream.ts'

type Answer = { text: string }
type Step = string | Error | 'hang'

/** A layer with a clock of the test's, and a question whose answers are given one after the other; the last one stays. */
function open(steps: Step[], { patience = 5000 } = {}) {
  let time = 1_000_000
  const readings = createReadings()
  const upstream = createUpstream({ now: () => time, readings, patience, random: () => 0 })
  let sent = 0
  const question = (who?: string, method = 'app.bsky.feed.getTimeline'): Question<Answer> => ({
    who,
    host: 'https://pds.test',
    method,
    text: `${method} x`,
    async send() {
      const step = steps[Math.min(sent++, steps.length - 1)] ?? ''
      if (step === 'hang') return new Promise(() => {})
      if (step instanceof Error) throw step
      return { answer: { text: step }, bytes: new TextEncoder().encode(step) }
    },
    read: (bytes) => ({ text: new TextDecoder().decode(bytes) }),
  })
  const reading = (change: Partial<Reading> = {}): Reading => ({
    deadline: time + 100_000,
    mayBeStale: true,
    staleSince: undefined,
    ...change,
  })
  return {
    upstream,
    question,
    reading,
    readings,
    pass: (milliseconds: number) => {
      time += milliseconds
    },
    now: () => time,
    sent: () => sent,
  }
}

const broken = new XRPCError(503)
const settle = () => new Promise((resolve) => setImmediate(resolve))

test('the same question at the same time is asked once, for each person apart', async () => {
  const { upstream, question, sent } = open(['one'])
  await Promise.all([question('a'), question('a'), question('b'), question()].map(upstream.ask))
  assert.equal(sent(), 3)
  await upstream.ask(question('a'))
  assert.equal(sent(), 4, 'a person is never given an answer from before')
})

test('what somebody asks after a write is not what they asked before it', async () => {
  const { upstream, question, sent } = open(['one'])
  const before = upstream.ask(question('a'))
  upstream.noteWrite('a')
  await Promise.all([before, upstream.ask(question('a'))])
  assert.equal(sent(), 2)
})

test('a failure is tried again, an answer is not', async () => {
  const failing = open([broken, broken, 'fine'])
  assert.deepEqual(await failing.upstream.ask(failing.question('a')), { text: 'fine' })
  const refused = open([new XRPCError(404)])
  await assert.rejects(refused.upstream.ask(refused.question('a')), { status: 404 })
  assert.equal(refused.sent(), 1)
})

test('a public answer is good for a while, then shown while it is asked for anew', async () => {
  const { upstream, question, sent, pass } = open(['one', 'two'])
  for (const _ of [1, 2]) assert.deepEqual(await upstream.ask(question()), { text: 'one' })
  assert.equal(sent(), 1)
  pass(16_000)
  assert.deepEqual(await upstream.ask(question()), { text: 'one' })
  await settle()
  assert.equal(sent(), 2)
  assert.deepEqual(await upstream.ask(question()), { text: 'two' })
  pass(80_000)
  await upstream.ask(question())
  assert.equal(sent(), 3, 'too old to be shown')
})

test('where nobody answers, what was answered before stands in on a page, with its time', async () => {
  const { upstream, question, readings, reading, pass, now } = open(['one', broken])
  const answered = now()
  await upstream.ask(question('a'))
  pass(3_600_000)
  const page = reading()
  assert.deepEqual(await readings.run(page, () => upstream.ask(question('a'))), { text: 'one' })
  assert.equal(page.staleSince, answered)
  await assert.rejects(
    readings.run(reading(), () => upstream.ask(question('b'))),
    'not to others',
  )
  await assert.rejects(
    readings.run(reading({ mayBeStale: false }), () => upstream.ask(question('a'))),
    'not to whoever writes',
  )
  upstream.forget('a')
  await assert.rejects(
    readings.run(reading(), () => upstream.ask(question('a'))),
    'not after they left',
  )
})

test('a refusal is shown, not what was answered before it', async () => {
  const { upstream, question, readings, reading } = open(['one', new XRPCError(403)])
  await upstream.ask(question('a'))
  await assert.rejects(
    readings.run(reading(), () => upstream.ask(question('a'))),
    { status: 403 },
  )
})

test('a page gives up in time, and the question goes on for the next one', async () => {
  const { upstream, question, readings, reading, now, sent } = open(['hang'], { patience: 1500 })
  const ask = () => readings.run(reading({ deadline: now() + 5 }), () => upstream.ask(question('a')))
  await assert.rejects(ask(), { status: 502 })
  await assert.rejects(ask(), { status: 502 })
  assert.equal(sent(), 1)
})

test('a host that hangs up on everybody is left alone, and asked again later', async () => {
  const { upstream, question, sent, pass } = open([broken, broken, broken, broken, broken, 'fine'])
  await assert.rejects(upstream.ask(question('a')))
  await assert.rejects(upstream.ask(question('a')))
  assert.equal(sent(), 5)
  await assert.rejects(upstream.ask(question('a')), (error) => error instanceof AppError && error.status === 502)
  assert.equal(sent(), 5, 'not asked')
  pass(1000)
  assert.deepEqual(await upstream.ask(question('a')), { text: 'fine' })
})

test('a question that the host fails at, or somebody’s feed that does not answer, does not keep others from asking', async () => {
  const { upstream, question, sent } = open([new XRPCError(500)])
  for (const _ of [1, 2, 3]) await assert.rejects(upstream.ask(question('a')), { status: 500 })
  assert.equal(sent(), 9)
  const feed = open([broken])
  for (const _ of [1, 2, 3]) await assert.rejects(feed.upstream.ask(feed.question('a', 'app.bsky.feed.getFeed')))
  assert.equal(feed.sent(), 9)
})

test('a pause that upstream asks for is kept, by the one who was asked', async () => {
  const paused = new XRPCError(429, 'RateLimitExceeded', 'slow', { 'retry-after': '30' })
  const { upstream, question, sent, pass } = open([paused, 'fine'])
  await assert.rejects(upstream.ask(question('a')), { status: 429 })
  await assert.rejects(upstream.ask(question('a')), { status: 429, retryAfter: 30 })
  assert.equal(sent(), 1)
  assert.deepEqual(await upstream.ask(question('b')), { text: 'fine' })
  pass(30_000)
  assert.deepEqual(await upstream.ask(question('a')), { text: 'fine' })
})

test('a short pause is waited for', async () => {
  const { upstream, question } = open([new XRPCError(429, '', '', { 'retry-after': '0' }), 'fine'])
  assert.deepEqual(await upstream.ask(question('a')), { text: 'fine' })
})
