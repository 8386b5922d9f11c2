// The person's server goes away in the middle of settings and lists: the form comes back whole, and is saved once later.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createWriter } from '../create-writer.ts'
import { startHostileNetwork } from '../hostile-network.ts'
import type { Mood } from '../hostile-proxy.ts'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { startServer } from '../server.ts'
import { waitFor } from '../wait-for.ts'

const network = await useNetwork()
const upstream = await startHostileNetwork(network)
const server = await startServer(network, { settings: { ...upstream.settings, UPSTREAM_PATIENCE: '2400' } })
after(async () => {
  await server.close()
  await upstream.close()
})
const writer = await createWriter(network, 'middle')
const person = await signInAs(server, writer)
const keyIn = (html: string) => /name="key" value="(\w+)"/.exec(html)?.[1] ?? ''

async function listRecords(collection: string): Promise<Record<string, unknown>[]> {
  const { data } = await writer.agent.com.atproto.repo.listRecords({ repo: writer.did, collection, limit: 100 })
  return data.records.map(({ value }) => value)
}

type Form = {
  path: string
  /** What is typed, to be found in the form that comes back. */
  typed: (mood: Mood) => Record<string, string>
  /** What the network says of it in the end. */
  count: (mood: Mood) => Promise<number>
}

const named = (collection: string, name: string) =>
  listRecords(collection).then((records) => records.filter((record) => record.name === name).length)
const forms: Form[] = [
  {
    path: '/lists/new',
    typed: (mood) => ({ name: `Moths & ${mood}`, description: `Seen by lamps, ${mood}`, purpose: 'curate' }),
    count: (mood) => named('app.bsky.graph.list', `Moths & ${mood}`),
  },
  {
    path: '/starter-pack/create',
    typed: (mood) => ({ name: `Begin & ${mood}`, description: `For ${mood}`, people: 'ines.test', links: '' }),
    count: (mood) => named('app.bsky.graph.starterpack', `Begin & ${mood}`),
  },
  {
    path: '/settings/threads',
    typed: () => ({ order: 'newest', shape: 'tree' }),
    count: async () => {
      const { preferences } = (await writer.agent.app.bsky.actor.getPreferences({})).data
      return preferences.filter((one) => 'sort' in one && one.sort === 'newest').length
    },
  },
]

const escapeHtml = (text: string) => text.replaceAll('&', '&amp;')

for (const mood of ['close', 'fail', 'pause'] satisfies Mood[]) {
  test(`${mood}: what was typed comes back, and is saved once later`, async () => {
    const keys = new Map<string, string>()
    for (const { path } of forms) keys.set(path, keyIn(await (await person.get(path)).text()))
    const sent = ({ path, typed }: Form) => ({
      ...typed(mood),
      ...(keys.get(path) ? { key: keys.get(path) ?? '' } : {}),
    })
    upstream.setMood(mood)
    try {
      for (const form of forms) {
        const answer = await person.post(form.path, sent(form))
        const html = await answer.text()
        assert.ok([424, 429, 502, 503].includes(answer.status), `${form.path}: ${answer.status}`)
        const { name = '', description = '' } = form.typed(mood)
        assert.ok(
          html.includes(escapeHtml(name)) && html.includes(escapeHtml(description)),
          `${form.path}: ${html.slice(0, 2000)}`,
        )
        const { order } = form.typed(mood)
        if (order) assert.match(html, new RegExp(`value="${order}" checked`), form.path)
        if (keys.get(form.path)) assert.equal(keyIn(html), keys.get(form.path), form.path)
      }
    } finally {
      upstream.setMood('fine')
    }
    for (const form of forms) {
      await waitFor(`${form.path} works again`, async () => (await person.post(form.path, sent(form))).status === 303)
      await person.post(form.path, sent(form))
      assert.equal(await form.count(mood), 1, form.path)
    }
  })
}
