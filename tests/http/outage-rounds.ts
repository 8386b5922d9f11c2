// Upstream hangs, fails, asks for a pause or talks nonsense: each page is asked for, and must answer with what it can.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { Mood } from '../hostile-proxy.ts'
import type { TestServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

/** That an answer comes is what counts: upstream never gives one. A page waits for UPSTREAM_PATIENCE, whatever else the machine does. */
const longest = 60_000

const words =
  /did not answer|does not answer|did not come|do not answer|asks for a pause|Slow down for a moment|Not offered/
const refusals = [424, 429, 501, 502, 503]
const moods: Mood[] = ['hang', 'fail', 'pause', 'nonsense']

type Rounds = {
  server: TestServer
  setMood: (mood: Mood) => void
  /** By whom each is read: their `Cookie` header, '' for a stranger. */
  pages: () => { path: string; who: string }[]
  /** What is no page: feeds for readers, oEmbed. */
  documents: string[]
}

async function ask({ server }: Rounds, path: string, who: string) {
  const signal = AbortSignal.timeout(longest)
  const answer = await fetch(server.url + path, { headers: { cookie: who }, redirect: 'manual', signal })
  const { status, headers } = answer
  const [type, kept] = [headers.get('content-type') ?? '', headers.get('cache-control') ?? '']
  return { status, type, kept, text: await answer.text() }
}

/** Makes a test for each mood. */
export function testOutages(rounds: Rounds): void {
  const { server, setMood, pages, documents } = rounds
  const recover = async () => {
    setMood('fine')
    for (const who of new Set(pages().map((page) => page.who))) {
      await waitFor('upstream is asked again', async () => {
        const { status, text } = await ask(rounds, `/hashtag/${randomBytes(4).toString('hex')}`, who)
        return status === 200 && !/Shown as of/.test(text)
      })
    }
  }
  for (const mood of moods) {
    test(`every page while upstream answers with: ${mood}`, async () => {
      setMood(mood)
      try {
        const answers = await Promise.all(
          pages().map(async ({ path, who }) => ({ path, who, answer: await ask(rounds, path, who) })),
        )
        for (const { path, who, answer } of answers)
          checkPage(answer, `${mood} ${path} ${who ? 'signed in' : 'signed out'}`)
        const papers = await Promise.all(documents.map(async (path) => ({ path, answer: await ask(rounds, path, '') })))
        for (const { path, answer } of papers) {
          const where = `${mood} ${path}: ${answer.status} ${answer.text.slice(0, 300)}`
          assert.ok([200, ...refusals].includes(answer.status), where)
        }
      } finally {
        await recover()
      }
      assert.doesNotMatch(server.log(), /page failed|request failed/)
    })
  }
}

function checkPage({ status, type, kept, text }: Awaited<ReturnType<typeof ask>>, name: string): void {
  const where = `${name}: ${status}`
  assert.match(type, /^text\/html/, where)
  assert.match(text, /<h1/, where)
  if (status === 200) return
  assert.ok(refusals.includes(status), `${where} ${text.slice(0, 500)}`)
  assert.match(text, words, where)
  assert.match(kept, /no-store/, where)
}
