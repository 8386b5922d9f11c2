// Every page that can be reached by links, for a stranger and for somebody signed in: no page fails, no link of ours
// leads nowhere, and strangers see nothing of somebody who shows posts to people who are signed in only.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { useNetwork } from '../network.ts'
import { startServer } from '../server.ts'
import { send, signIn } from './scenario.ts'

const network = await useNetwork()
const server = await startServer(network)
after(server.close)

/** Pages of one template that are opened; more would say nothing new. */
const mostOfAKind = 4

type Visit = { path: string; status: number; html: string; from: string }

/** The template behind an address: names, keys and cursors are left out. */
function kindOf(path: string): string {
  const { pathname, searchParams } = new URL(path, server.url)
  const parts = pathname.split('/').map((part) => (/[.:%]|^3[a-z2-7]{12}$|^\d+$/.test(part) ? '*' : part))
  return `${parts.join('/')}?${[...searchParams.keys()].sort().join('&')}`
}

/** Whose pages are opened: those of other tests' accounts come and go. */
const people = new Set(network.accounts.flatMap(({ did, handle }) => [did, handle]))

/** Whether an address is about nobody, or about one of the people of the seed. */
function isSettled(path: string): boolean {
  const [, first = '', actor = ''] = decodeURIComponent(path.replace(/\?.*/, '')).split('/')
  return !['profile', 'starter-pack'].includes(first) || people.has(actor)
}

function linksIn(html: string): string[] {
  return [...html.matchAll(/<a [^>]*href="([^"]+)"/g)]
    .map(([, href = '']) => href.replaceAll('&#38;', '&').replaceAll('&amp;', '&'))
    .filter((href) => (href.startsWith('/') && !href.startsWith('//')) || href.startsWith('?'))
}

async function crawl(starts: string[], cookie: string): Promise<Visit[]> {
  const queue = starts.map((path) => ({ path, from: 'the start' }))
  const known = new Set(starts)
  const kinds = new Map<string, number>()
  const visits: Visit[] = []
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { path, from } = next
    const answer = await send(server, { name: path, path, cookie })
    const type = answer.headers.get('content-type') ?? ''
    // The log as it is written never ends.
    if (type.startsWith('text/plain')) await answer.body?.cancel()
    const html = answer.bodyUsed ? '' : await answer.text()
    visits.push({ path, from, status: answer.status, html })
    if (!type.startsWith('text/html')) continue
    for (const href of linksIn(html)) {
      const url = new URL(href, new URL(path, server.url))
      const target = url.pathname + url.search
      const kind = kindOf(target)
      if (!isSettled(target) || known.has(target) || (kinds.get(kind) ?? 0) >= mostOfAKind) continue
      known.add(target)
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
      queue.push({ path: target, from: path })
    }
  }
  return visits
}

const starts = [
  '/',
  '/profile/ines.test',
  '/profile/wren.test',
  '/profile/marsh.test',
  '/hashtag/NightTrains',
  '/feeds',
]
const tell = ({ path, from, status }: Visit) => `${status} ${path}, linked from ${from}`
/** What a stranger may be told: sign in, or that somebody does not want to be seen. */
const expected = new Set([200, 301, 302, 303, 308, 403])

test('strangers meet no failure, and nothing of who hides from them', async (t) => {
  const visits = await crawl([...starts, '/search?q=knit'], '')
  t.diagnostic(`${visits.length} pages`)
  assert.ok(visits.length > 40)
  assert.deepEqual(visits.filter(({ status }) => !expected.has(status)).map(tell), [])
  const yael = network.account('yael')
  // Of her: words of her bio and of her posts, and where her picture lies.
  const hidden = ['סורגת', 'grandmothers', 'ידעתי שתהיה דלת', 'סגור.', `/img/avatar/plain/${yael.did}`]
  const shown = visits.filter(({ html }) => hidden.some((words) => html.includes(words)))
  assert.deepEqual(shown.map(tell), [])
})

test('somebody signed in meets no failure', async (t) => {
  const visits = await crawl(
    [...starts, '/notifications', '/search?q=knit'],
    await signIn(server, network.account('marit')),
  )
  t.diagnostic(`${visits.length} pages`)
  assert.ok(visits.length > 80)
  assert.deepEqual(visits.filter(({ status }) => status !== 200 && !(status >= 300 && status < 400)).map(tell), [])
})
