// The person's server goes away in the middle of settings and lists: the form comes back whole, and is saved once later.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createWriter } from '../create-writer.ts'
import { startHostileNetwork } from '../hostile-network.ts'
import type { Mood } from '../hostile-proxy.ts'
import { useNetwork } from '../network.ts'
import { signInAs } from '../person.ts'
import { readFormTo, readFormWith } from '../read-form.ts'
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
  /** How else than in `name` and `description` it is seen there. */
  back?: (mood: Mood) => RegExp[]
  /** What the network says of it in the end. */
  count: (mood: Mood) => Promise<number>
}

const named = (collection: string, name: string) =>
  listRecords(collection).then((records) => records.filter((record) => record.name === name).length)
/** Two tabs of the home page, so that one can be moved above the other. */
const tabs = ['zeta', 'alpha'].map((id) => ({
  type: 'feed',
  value: `at://${writer.did}/app.bsky.feed.generator/${id}`,
  id,
}))
const readTabs = async () => {
  const { preferences } = (await writer.agent.app.bsky.actor.getPreferences({})).data
  const found = preferences.flatMap((one) => ('items' in one ? (one.items as typeof tabs) : []))
  return found.map(({ id }) => id).join(' ')
}
const keepTabs = (ids: string[]) => {
  const items = ids.map((id) => ({ ...tabs.find((tab) => tab.id === id), pinned: true }))
  const preference = { $type: 'app.bsky.actor.defs#savedFeedsPrefV2', items }
  return writer.agent.app.bsky.actor.putPreferences({ preferences: [preference as never] })
}
/** A post of theirs, whose gates are chosen later: a list and one group, another one each time, and nobody quotes. */
const { uri: post } = await writer.post('Who may answer this?')
const groups = ['following', 'followers', 'mentioned']
const groupOf = (mood: Mood) => groups[mood.length % 3] ?? ''
const members = (mood: Mood) => `at://${writer.did}/app.bsky.graph.list/3k${mood.padEnd(11, 'a')}`
const moods: Mood[] = ['close', 'fail', 'pause', 'nonsense', 'hang']
const isPushed = (mood: Mood) => moods.indexOf(mood) % 2 === 1
const kinds = ['reply', 'mention', 'quote', 'like']
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
  {
    path: '/settings/profile',
    typed: (mood) => ({
      name: `Lamp & ${mood}`,
      bio: `Lights, ${mood}`,
      pronouns: 'it',
      website: `https://${mood}.example.org/`,
    }),
    back: (mood) => [
      new RegExp(`<textarea id="bio"[^>]*>Lights, ${mood}</textarea>`),
      new RegExp(`value="https://${mood}\\.example\\.org/"`),
    ],
    count: async (mood) => {
      const question = { repo: writer.did, collection: 'app.bsky.actor.profile', rkey: 'self' }
      const { value } = (await writer.agent.com.atproto.repo.getRecord(question)).data
      return Number(value.displayName === `Lamp & ${mood}` && value.description === `Lights, ${mood}`)
    },
  },
  {
    path: '/settings/notifications',
    // Likes alone are listed, and pushed every other time.
    typed: (mood) => ({
      part: 'types',
      ...Object.fromEntries(kinds.map((kind) => [kind, '1'])),
      'like.list': '1',
      ...(isPushed(mood) ? { 'like.push': '1' } : {}),
    }),
    back: (mood) => [
      /name="like\.list" checked/,
      isPushed(mood) ? /name="like\.push" checked/ : /name="like\.push">/,
      ...kinds.filter((kind) => kind !== 'like').map((kind) => new RegExp(`name="${kind}\\.list">`)),
    ],
    count: async (mood) => {
      const { preferences } = (await writer.agent.app.bsky.notification.getPreferences()).data
      const { like, reply } = preferences
      return Number(like.list && like.push === isPushed(mood) && !reply.list)
    },
  },
  {
    path: `/post/gate?uri=${encodeURIComponent(post)}`,
    typed: (mood) => ({ gate: 'some', 'allow[]': groupOf(mood), 'list[]': members(mood), root: '1' }),
    back: (mood) => [
      /value="some" checked/,
      new RegExp(`value="${members(mood)}" checked`),
      ...groups.map((group) => new RegExp(`value="${group}"${group === groupOf(mood) ? ' checked' : '>'}`)),
      /name="quotable" value="1">/,
    ],
    count: async (mood) => {
      const [thread, ...others] = await listRecords('app.bsky.feed.threadgate')
      const [quotes] = await listRecords('app.bsky.feed.postgate')
      const rules = JSON.stringify(thread?.allow)
      const rule = { following: '#followingRule', followers: '#followerRule', mentioned: '#mentionRule' }[groupOf(mood)]
      const isSaved =
        rules?.includes(`${rule}"`) && rules.includes(members(mood)) && rules.match(/\$type/g)?.length === 2
      return Number(isSaved && JSON.stringify(quotes?.embeddingRules)?.includes('disableRule')) + others.length
    },
  },
]

const escapeHtml = (text: string) => text.replaceAll('&', '&amp;')

/** Says that it was not saved, and holds what was typed. */
async function checkReturned(form: Form, mood: Mood, key: string | undefined, answer: Response): Promise<void> {
  const html = await answer.text()
  assert.ok([424, 429, 502, 503].includes(answer.status), `${form.path}: ${answer.status}`)
  const { name = '', description = '', order } = form.typed(mood)
  assert.ok(
    html.includes(escapeHtml(name)) && html.includes(escapeHtml(description)),
    `${form.path}: ${html.slice(0, 2000)}`,
  )
  assert.match(html, /role="alert"/, form.path)
  if (order) assert.match(html, new RegExp(`value="${order}" checked`), form.path)
  for (const pattern of form.back?.(mood) ?? []) assert.match(html, pattern, form.path)
  if (key) assert.equal(keyIn(html), key, form.path)
}

for (const mood of moods) {
  test(`${mood}: what was typed comes back, and is saved once later`, async () => {
    await keepTabs(['zeta', 'alpha'])
    const hidden = new Map<string, Record<string, string>>()
    for (const { path, typed } of forms) {
      const html = await (await person.get(path)).text()
      const field = Object.keys(typed(mood)).at(-1) ?? ''
      const { key, was } = Object.fromEntries(readFormWith(html, field))
      hidden.set(path, { ...(key ? { key } : {}), ...(was === undefined ? {} : { was }) })
    }
    const sent = ({ path, typed }: Form) => ({ ...typed(mood), ...hidden.get(path) })
    const up = { id: 'alpha', op: 'up' }
    upstream.setMood(mood)
    try {
      const tried = forms.map(async (form) => {
        const answer = await person.post(form.path, sent(form))
        await checkReturned(form, mood, hidden.get(form.path)?.key, answer)
      })
      const moved = person.post('/settings/saved-feeds', up).then(async (answer) => {
        assert.ok([424, 429, 502, 503].includes(answer.status), `saved feeds: ${answer.status}`)
        assert.match(await answer.text(), /<h1>(?!<)/, 'saved feeds')
      })
      await Promise.all([...tried, moved])
    } finally {
      upstream.setMood('fine')
    }
    assert.equal(await readTabs(), 'zeta alpha')
    const again = async (path: string, fields: Record<string, string>) => {
      await waitFor(`${path} works again`, async () => (await person.post(path, fields)).status === 303)
    }
    await again('/settings/saved-feeds', up)
    assert.equal(await readTabs(), 'alpha zeta')
    for (const form of forms) {
      await again(form.path, sent(form))
      await person.post(form.path, sent(form))
      await waitFor(form.path, async () => (await form.count(mood)) === 1)
      assert.equal(await form.count(mood), 1, form.path)
    }
  })
}

test('what cannot even be looked at comes back on the page that says so', async () => {
  const { uri: list } = await writer.write('app.bsky.graph.list', {
    name: 'Kept',
    purpose: 'app.bsky.graph.defs#curatelist',
  })
  const edited = `/lists/${list.split('/').at(-1)}`
  const typed: [path: string, fields: Record<string, string>][] = [
    ['/report', { subject: post, reason: 'spam', details: 'Twice in <b>one</b> day' }],
    [`${edited}/edit`, { name: 'Kept', description: 'Those who\nread "late"' }],
    [`${edited}/people`, { people: 'ines.test, tomas.test', op: 'add' }],
  ]
  upstream.setMood('fail')
  try {
    for (const [path, fields] of typed) {
      const answer = await person.post(path, fields)
      const html = await answer.text()
      assert.ok([424, 502, 503].includes(answer.status), `${path}: ${answer.status}`)
      assert.match(html, /What you typed is kept on this page/, path)
      const back = Object.fromEntries(readFormTo(html, path))
      for (const [name, value] of Object.entries(fields)) assert.equal(back[name], value, path)
    }
  } finally {
    upstream.setMood('fine')
  }
})
